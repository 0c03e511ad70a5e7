/**
 * Stands in for the SDK's `_shims` in the build, which would bring the JSON Schema validator AJV along: 290 KB that
 * nothing here uses, since arguments are checked by our own schemas and forms are not asked for through the SDK.
 */
export { default as process } from 'node:process';

export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new Error('no JSON Schema validator is built in');
  }
}
