// Loaded into a server before its own code: a machine whose clock is off by the milliseconds in the file PRELOAD_CLOCK,
// and is set while the server runs. The steady clock goes on.
const fs = require('node:fs');

const control = process.env.PRELOAD_CLOCK;
const RealDate = Date;

function offset() {
  try {
    return Number(fs.readFileSync(control, 'utf8'));
  } catch {
    return 0;
  }
}

globalThis.Date = class SetDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offset());
    else super(...given);
  }
  static now() {
    return RealDate.now() + offset();
  }
};
