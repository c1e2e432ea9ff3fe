import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explainFailure } from '../target/logic/failures.js';
import { explain, problemOf } from '../target/logic/problem.js';

describe('a device that does not open', () => {
  test('is explained by what the browser said', () => {
    const codes = ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'SecurityError', 'OtherError'].map((name) => explain(problemOf(new DOMException('x', name)), ['camera']).code);
    assert.deepEqual(codes, ['camera-refused', 'camera-missing', 'camera-busy', 'insecure-context', 'camera-failed']);
  });

  test('shares one explanation with the other that has the same problem', () => {
    const { title, advice } = explain(problemOf(new DOMException('x', 'NotAllowedError')), ['camera', 'microphone']);
    assert.match(title, /camera and microphone/);
    assert.match(advice, /allow the camera and microphone/);
  });
});

describe('a failure to join', () => {
  const where = { room: 'demo', name: 'Ada' };
  const known = ['name-taken', 'room-full', 'server-full', 'bad-name', 'bad-room', 'unreachable', 'closed', 'gone', 'shutting-down', 'replaced', 'connection-failed', 'unsupported-browser', 'something-new'];

  test('always has words and a way on', () => {
    for (const code of known) {
      const { title, text, remedies } = explainFailure({ code, message: 'The server says so.' }, where);
      assert.ok(title && text && remedies.length > 0, code);
    }
  });

  test('because of the name offers another one first', () => {
    assert.equal(explainFailure({ code: 'name-taken', message: '' }, where).remedies[0], 'another-name');
  });
});
