import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { invitation, linkTo, placeOf, roomName } from '../target/logic/place.js';

describe('the address of the page', () => {
  test('opens the lobby of the room that it names', () => {
    const place = placeOf('?room=demo');
    assert.equal(place.view, 'lobby');
    assert.equal(place.room, 'demo');
    assert.equal(place.join, false);
  });

  test('joins at once with a name, camera and microphone on', () => {
    const place = placeOf('?room=demo&name=guest&join=1');
    assert.deepEqual([place.join, place.name, place.mode, place.camera, place.microphone], [true, 'guest', 'sfu', true, true]);
  });

  test('does not join without a name', () => {
    assert.equal(placeOf('?room=demo&join=1').join, false);
    assert.equal(placeOf('?room=demo&name=%20&join=1').join, false);
  });

  test('says how to send', () => {
    const place = placeOf('?room=demo&name=a&join=1&mode=p2p&height=90&fps=10&mic=0&camera=0');
    assert.deepEqual([place.mode, place.height, place.fps, place.microphone, place.camera], ['p2p', 90, 10, false, false]);
  });

  test('with nonsense in it means the defaults', () => {
    const place = placeOf('?view=nowhere&room=%2F%2F&mode=mesh&height=99999&fps=x');
    assert.deepEqual([place.view, place.room, place.mode, place.height, place.fps], ['lobby', 'demo', 'sfu', 720, 30]);
  });

  test('is read back as it was written', () => {
    const written = ['?room=demo', '?room=x&name=guest&join=1&mode=p2p&mic=0&camera=0&fps=10&height=90', '?view=publish&room=a&name=cam&codec=VP9&height=360', '?view=play&room=a&name=cam'];
    for (const search of written) {
      assert.deepEqual(placeOf(linkTo(placeOf(search)).slice(1)), placeOf(search));
    }
  });

  test('of the studio is short', () => {
    assert.equal(linkTo(placeOf('?view=studio&room=demo')), '/?view=studio');
  });
});

describe('an invitation', () => {
  test('carries the room only', () => {
    assert.equal(invitation('demo', 'https://sluice.example'), 'https://sluice.example/?room=demo');
  });
});

describe('a room name', () => {
  test('is made of what people type', () => {
    assert.equal(roomName('Team Meeting'), 'Team-Meeting');
    assert.equal(roomName('Café über/uns?'), 'Cafe-uberuns');
    assert.equal(roomName('x'.repeat(100)).length, 64);
  });

  test('has the letters of every script that the server takes, so that no link leads into another room', () => {
    for (const name of ['会議室', 'встреча-2', 'اجتماع', '회의', 'team@home']) {
      assert.equal(placeOf(`?room=${encodeURIComponent(name)}`).room, name);
    }
  });
});
