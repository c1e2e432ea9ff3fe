import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bitrate, milliseconds, people, percent } from '../target/logic/format.js';
import { healthOf, qualityFor } from '../target/logic/health.js';
import { anotherName, hueOf, initials, newRoomName } from '../target/logic/names.js';

describe('names', () => {
  test('have initials in every script', () => {
    assert.deepEqual(['Ada Lovelace', 'linus', 'Mary Kenneth Keller', 'Зоя', '小明', '🙂', '', 'cam-7'].map(initials), ['AL', 'L', 'MK', 'З', '小', '?', '?', 'C7']);
  });

  test('keep their colour', () => {
    assert.equal(hueOf('Ada'), hueOf('Ada'));
    assert.ok(hueOf('Ada') >= 0 && hueOf('Ada') < 360);
  });

  test('that are taken have another one that still fits', () => {
    assert.deepEqual(['Ada', 'Ada 2', 'Ada 9', 'R2 D2'].map(anotherName), ['Ada 2', 'Ada 3', 'Ada 10', 'R2 D2 2']);
    assert.equal([...anotherName('😀'.repeat(64))].length, 64);
  });

  test('of new rooms are speakable and allowed', () => {
    assert.match(newRoomName(() => 0.5), /^[a-z]+-[a-z]+-\d{4}$/);
  });
});

describe('health', () => {
  const fine = { lossFraction: 0, jitter: 0.005, roundTripTime: 0.02 };

  test('is as bad as the worst figure of the worst track', () => {
    assert.equal(healthOf([]), 'good');
    assert.equal(healthOf([fine, fine]), 'good');
    assert.equal(healthOf([fine, { ...fine, lossFraction: 0.03 }]), 'fair');
    assert.equal(healthOf([{ ...fine, jitter: 0.2 }, fine]), 'poor');
    assert.equal(healthOf([{ ...fine, roundTripTime: null }]), 'good');
  });

  test('of small tiles needs little video', () => {
    assert.deepEqual([90, 180, 300, 700].map((height) => qualityFor(height, 1)), ['low', 'low', 'medium', 'high']);
    assert.equal(qualityFor(180, 2), 'medium');
    assert.equal(qualityFor(Infinity, 1), 'high');
  });
});

describe('figures', () => {
  test('are written as people read them', () => {
    assert.deepEqual([0, 38_400, 1_250_000].map(bitrate), ['0 kbit/s', '38 kbit/s', '1.25 Mbit/s']);
    assert.deepEqual([0.0042, 0.02, null].map(milliseconds), ['4.2 ms', '20 ms', '–']);
    assert.deepEqual([0, 0.012, 0.5].map(percent), ['0 %', '1.2 %', '50 %']);
    assert.deepEqual([1, 4].map(people), ['1 person', '4 people']);
  });
});
