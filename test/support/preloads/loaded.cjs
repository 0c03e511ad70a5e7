// Loaded into a server before its own code: keeps the names of all modules that are loaded in the file PRELOAD_LOADED.
const fs = require('node:fs');
const Module = require('node:module');

const load = Module.prototype.load;
Module.prototype.load = function (filename) {
  fs.appendFileSync(process.env.PRELOAD_LOADED, `${filename}\n`);
  return load.call(this, filename);
};
