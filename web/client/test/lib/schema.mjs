// docs/signaling.schema.json, which every message of these tests has to obey, whoever sends it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

const schema = JSON.parse(readFileSync(new URL('../../../../docs/signaling.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: false, discriminator: false });
ajv.addSchema(schema);
const validators = {
  client: ajv.compile({ $ref: `${schema.$id}#/$defs/clientMessage` }),
  server: ajv.compile({ $ref: `${schema.$id}#/$defs/serverMessage` }),
};

export function assertValid(message, by = 'client') {
  const validate = validators[by];
  const problems = () => validate.errors.map(({ instancePath, message: text }) => `${instancePath} ${text}`).join('; ');
  assert.ok(validate(message), () => `${JSON.stringify(message)}: ${problems()}`);
}
