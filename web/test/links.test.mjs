import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pieces } from '../target/logic/links.js';

const hrefs = (message) => pieces(message).flatMap(({ href }) => href ?? []);

describe('links in a chat message', () => {
  test('are found between words, and nothing of the message is lost', () => {
    const message = 'See https://example.org/a?b=c#d, and http://example.com.';
    assert.deepEqual(hrefs(message), ['https://example.org/a?b=c#d', 'http://example.com/']);
    assert.equal(pieces(message).map(({ text }) => text).join(''), message);
  });

  test('end before the punctuation around them, but keep brackets of their own', () => {
    assert.deepEqual(hrefs('(https://example.org/x)'), ['https://example.org/x']);
    assert.deepEqual(hrefs('https://en.wikipedia.org/wiki/Sluice_(disambiguation)'), ['https://en.wikipedia.org/wiki/Sluice_(disambiguation)']);
    assert.deepEqual(hrefs('really https://example.org/x?!'), ['https://example.org/x']);
  });

  test('are only http and https', () => {
    for (const message of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x', 'ftp://example.org', 'JaVaScRiPt://https', 'blob:https:x']) {
      assert.deepEqual(hrefs(message), [], message);
    }
  });

  test('never carry a name that hides where they lead', () => {
    assert.deepEqual(hrefs('https://bank.example@evil.example/'), []);
  });

  test('do not swallow markup', () => {
    assert.deepEqual(hrefs('<a href="https://example.org/">x</a>'), ['https://example.org/']);
  });

  test('of lines stay on their lines', () => {
    assert.deepEqual(pieces('a\nhttps://example.org/\nb').map(({ text }) => text), ['a\n', 'https://example.org/', '\nb']);
  });
});
