// Joining, and staying in the room over lost sockets, restarted servers and reloads.
import assert from 'node:assert/strict';
import { beforeEach, describe, mock, test } from 'node:test';
import { Room } from '../dist/sluice-client.js';
import { FakeWebSocket } from './lib/fake-web-socket.mjs';
import { Server, joined, joinedRoom, listen, newWorld, participant, pass, settle, socket } from './lib/world.mjs';

describe('joining', () => {
  let server;

  beforeEach(() => {
    newWorld();
    server = new Server();
  });

  test('says who wants to join which room as soon as the socket is open', async () => {
    const room = new Room({ room: 'demo', name: 'Ann' });
    const joining = room.join();
    assert.equal(socket().url, 'wss://sluice.example/ws');
    assert.equal(room.state, 'joining');

    await server.admit({ name: 'Ann' });
    await joining;

    assert.deepEqual(socket().sent[0], { type: 'join', room: 'demo', name: 'Ann', protocol: 1 });
    assert.equal(room.state, 'joined');
    assert.equal(room.id, 'me');
  });

  test('a mode that is asked for is passed on, and the one of the room holds', async () => {
    const room = await joinedRoom(server, { mode: 'sfu' }, { mode: 'p2p' });

    assert.equal(socket().sent[0].mode, 'p2p');
    assert.equal(room.mode, 'sfu');
  });

  for (const code of ['name-taken', 'room-full', 'server-full', 'bad-room', 'bad-name', 'shutting-down', 'unsupported-protocol']) {
    test(`rejects with ${code} when the server says so`, async () => {
      const room = new Room({ room: 'demo', name: 'Ann' });
      const joining = room.join();
      socket().open();
      socket().say({ type: 'error', code, message: 'because', of: 'join' });

      await assert.rejects(joining, { name: 'RoomError', code, message: 'because' });
      assert.equal(room.state, 'failed');
      assert.equal(FakeWebSocket.all.length, 1);
    });
  }

  test('may be tried again after a refusal', async () => {
    const room = new Room({ room: 'demo', name: 'Ann' });
    const first = room.join();
    socket().open();
    socket().say({ type: 'error', code: 'name-taken', message: 'because', of: 'join' });
    await assert.rejects(first);

    const second = room.join();
    await server.admit();
    await second;

    assert.equal(room.state, 'joined');
  });

  test('tries for a while to reach the server, then rejects', async () => {
    FakeWebSocket.onNew = (each) => setTimeout(() => each.cut(), 1);
    const room = new Room({ room: 'demo', name: 'Ann', joinTimeout: 3000 });
    const joining = assert.rejects(room.join(), { code: 'unreachable' });

    await pass(6000);
    await joining;

    assert.equal(room.state, 'failed');
    assert.ok(FakeWebSocket.all.length > 3, `${FakeWebSocket.all.length} attempts`);
  });

  test('a second time at once is a mistake', async () => {
    const room = await joinedRoom(server);

    await assert.rejects(room.join(), { code: 'already-joined' });
  });

  test('a browser without WebRTC is told apart', async () => {
    globalThis.RTCPeerConnection = undefined;

    await assert.rejects(new Room({ room: 'demo', name: 'Ann' }).join(), { code: 'unsupported-browser' });
  });

  test('leaving while joining rejects the join', async () => {
    const room = new Room({ room: 'demo', name: 'Ann' });
    const joining = assert.rejects(room.join(), { code: 'left' });

    await room.leave();
    await joining;

    assert.equal(room.state, 'left');
  });

  test('leaving says so, closes the socket and comes back no more', async () => {
    const room = await joinedRoom(server, { participants: [participant('bob')] });
    await room.leave();
    await pass(5000);

    assert.equal(server.heard.at(-1).type, 'leave');
    assert.equal(socket().closeCode, 1000);
    assert.equal(FakeWebSocket.all.length, 1);
    assert.equal(room.participants.size, 0);
  });
});

describe('a lost socket', () => {
  let server;

  beforeEach(() => {
    newWorld();
    server = new Server();
  });

  async function resume(received) {
    await pass(300);
    socket().open();
    await settle();
    socket().say({ type: 'resumed', received });
    await settle();
  }

  test('is replaced, and the session resumed after the last message that came', async () => {
    const room = await joinedRoom(server);
    const events = listen(room, 'reconnecting', 'reconnected', 'state');
    await server.say({ type: 'participantJoined', participant: participant('bob') });
    socket().cut();
    assert.equal(room.state, 'reconnecting');

    await resume(0);

    assert.deepEqual(socket().sent[0], { type: 'resume', token: 'token-1', received: 1 });
    assert.equal(room.state, 'joined');
    assert.deepEqual(
      events.map(({ name, state, rejoined }) => state ?? rejoined ?? name),
      ['reconnecting', 'reconnecting', 'joined', false],
    );
  });

  test('loses nothing that we say, and repeats nothing that had arrived', async () => {
    const room = await joinedRoom(server);
    room.sendChat('one');
    room.sendChat('two');
    socket().cut();
    room.sendChat('three');

    await resume(1);

    const texts = socket().sent.filter(({ type }) => type === 'chat').map(({ text, seq }) => `${seq} ${text}`);
    assert.deepEqual(texts, ['2 two', '3 three']);
  });

  test('takes what the server repeats once', async () => {
    const room = await joinedRoom(server);
    const events = listen(room, 'chat');
    const chat = (seq) => ({ type: 'chat', seq, from: 'bob', name: 'Bob', text: `text ${seq}`, time: 1 });
    socket().say(chat(1));
    socket().say(chat(2));
    socket().cut();
    await resume(0);
    [1, 2, 3].forEach((seq) => socket().say(chat(seq)));

    assert.deepEqual(events.map(({ text }) => text), ['text 1', 'text 2', 'text 3']);
    assert.deepEqual(room.messages.map(({ text }) => text), ['text 1', 'text 2', 'text 3']);
  });

  test('a missing number is not passed over: the socket is given up and the rest asked for', async () => {
    const room = await joinedRoom(server);
    const first = socket();
    first.say({ type: 'speakers', seq: 2, participants: ['bob'] });
    await pass(300);

    assert.notEqual(socket(), first);
    assert.deepEqual(room.speakers, []);
    socket().open();
    assert.equal(socket().sent[0].received, 0);
  });

  test('a silent socket is found dead within five seconds', async () => {
    const room = await joinedRoom(server);
    const first = socket();
    await pass(5100);

    assert.equal(room.state, 'reconnecting');
    assert.equal(first.closeCode, 1000);
    assert.equal(first.sent.at(-1).type, 'ping');
  });

  test('a quiet server that answers pings is left alone', async () => {
    const room = await joinedRoom(server);
    const first = socket();
    first.onSent = (message) => message.type === 'ping' && first.say({ type: 'pong' });
    await pass(60_000, 500);

    assert.equal(socket(), first);
    assert.equal(room.state, 'joined');
  });

  for (const event of ['online', 'visibilitychange']) {
    test(`is looked for at once at ${event}`, async () => {
      const { page, document } = newWorld();
      server = new Server();
      const room = await joinedRoom(server);
      (event === 'online' ? page : document).dispatchEvent(new Event(event));
      assert.equal(socket().sent.at(-1).type, 'ping');
      await pass(1600);

      assert.equal(room.state, 'reconnecting');
    });
  }

  test('is tried again at once when the network is back', async () => {
    const { page } = newWorld();
    server = new Server();
    await joinedRoom(server);
    socket().cut();
    await pass(130);
    socket().cut();
    const attempts = FakeWebSocket.all.length;
    page.dispatchEvent(new Event('online'));

    assert.equal(FakeWebSocket.all.length, attempts + 1);
  });

  test('is tried again at growing distances, of a second at first and of two later', async () => {
    mock.method(Math, 'random', () => 1);
    await joinedRoom(server);
    const times = [];
    FakeWebSocket.onNew = (each) => {
      times.push(Date.now());
      setTimeout(() => each.cut(), 1);
    };
    socket().cut();
    await pass(40_000);
    mock.restoreAll();

    const distances = times.slice(1).map((time, index) => Math.floor((time - times[index]) / 100) * 100);
    assert.deepEqual(distances.slice(0, 5), [200, 400, 800, 1000, 1000]);
    assert.equal(distances.at(-1), 2000);
  });

  test('is not fought over: another tab has taken over', async () => {
    const room = await joinedRoom(server);
    const events = listen(room, 'state');
    socket().cut(4001);
    await pass(5000);

    assert.equal(FakeWebSocket.all.length, 1);
    assert.equal(room.state, 'failed');
    assert.equal(events[0].reason.code, 'replaced');
  });
});

describe('a session that the server has forgotten', () => {
  let server;

  beforeEach(() => {
    newWorld();
    server = new Server();
  });

  async function gone(more = {}) {
    socket().cut();
    await pass(300);
    socket().open();
    await settle();
    socket().say({ type: 'error', code: 'gone', message: 'join again', of: 'resume' });
    await settle();
    server.seq = 0;
    socket().say(joined({ participant: 'me2', token: 'token-2', ...more }));
    await settle();
  }

  test('is joined again on the same socket, with the token of before', async () => {
    const room = await joinedRoom(server);
    const events = listen(room, 'reconnected', 'error');
    await gone();

    assert.deepEqual(socket().sent[1], { type: 'join', room: 'demo', name: 'Ann', protocol: 1, token: 'token-1' });
    assert.equal(room.id, 'me2');
    assert.equal(room.state, 'joined');
    assert.deepEqual(events, [{ name: 'reconnected', rejoined: true }]);
  });

  test('numbers begin anew on both sides', async () => {
    const room = await joinedRoom(server);
    room.sendChat('one');
    await server.say({ type: 'speakers', participants: ['bob'] });
    await gone();
    room.sendChat('two');
    await server.say({ type: 'speakers', participants: ['eve'] });

    assert.equal(server.last('chat').seq, 1);
    assert.deepEqual(room.speakers, ['eve']);
  });

  test('whoever comes back under the same name is the same participant', async () => {
    const room = await joinedRoom(server, { participants: [participant('bob', { tracks: [camera()] })] });
    const bob = room.participants.get('bob');
    const track = bob.tracks.get('camera');
    const events = listen(room, 'participantJoined', 'participantLeft', 'trackAdded', 'trackRemoved');
    await gone();
    assert.equal(bob.away, true);
    assert.ok([...room.participants.values()].includes(bob));

    await server.say({ type: 'participantJoined', participant: participant('bob2', { name: bob.name }) });
    await server.say({ type: 'trackAdded', participant: 'bob2', track: camera() });

    assert.equal(room.participants.get('bob2'), bob);
    assert.equal(bob.away, false);
    assert.equal(bob.track('camera'), track);
    await pass(20_000);
    assert.deepEqual(events, []);
  });

  test('whoever does not come back leaves after a while, and so do their tracks', async () => {
    const room = await joinedRoom(server, { participants: [participant('bob'), participant('eve', { tracks: [camera()] })] });
    const events = listen(room, 'participantLeft', 'trackRemoved');
    await gone({ participants: [participant('eve2', { name: 'name of eve' })] });
    socket().onSent = (message) => message.type === 'ping' && socket().say({ type: 'pong' });
    await pass(16_000);

    assert.deepEqual(
      events.map(({ name, participant: who, reason }) => [name, who.name, reason]),
      [
        ['trackRemoved', 'name of eve', undefined],
        ['participantLeft', 'name of bob', 'lost'],
      ],
    );
  });

  test('a new server is told again what we want of a track', async () => {
    const room = await joinedRoom(server, { participants: [participant('bob', { tracks: [camera()] })] });
    room.participants.get('bob').track('camera').setQuality('low');
    await gone({ participants: [participant('bob2', { name: 'name of bob', tracks: [camera()] })] });

    assert.deepEqual(server.last('subscription'), {
      type: 'subscription', seq: 1, participant: 'bob2', track: 'camera', paused: false, quality: 'low',
    });
  });

  test('a name that somebody else has taken meanwhile ends it', async () => {
    const room = await joinedRoom(server);
    socket().cut();
    await pass(300);
    socket().open();
    socket().say({ type: 'error', code: 'gone', message: 'join again', of: 'resume' });
    socket().say({ type: 'error', code: 'name-taken', message: 'too late', of: 'join' });

    assert.equal(room.state, 'failed');
  });
});

describe('a server that is replaced', () => {
  let server;

  beforeEach(() => {
    newWorld();
    server = new Server();
  });

  test('says when to come back, and is joined anew', async () => {
    const room = await joinedRoom(server);
    const first = socket();
    first.say({ type: 'comeBack', after: 700 });
    first.cut(1012);
    assert.equal(room.state, 'reconnecting');
    await pass(600);
    assert.equal(socket(), first);
    await pass(200);
    await server.admit({ participant: 'me2' });

    assert.equal(socket().sent[0].type, 'join');
    assert.equal(room.state, 'joined');
  });

  test('one that is not ready yet is asked again', async () => {
    const room = await joinedRoom(server);
    socket().say({ type: 'comeBack', after: 100 });
    await pass(200);
    socket().open();
    socket().say({ type: 'error', code: 'shutting-down', message: 'not here', of: 'join' });
    assert.equal(room.state, 'reconnecting');
    await pass(500);
    await server.admit();

    assert.equal(room.state, 'joined');
  });
});

describe('a reload', () => {
  test('replaces the membership of before by its token', async () => {
    newWorld();
    await joinedRoom(new Server());
    const server = new Server();
    await joinedRoom(server);

    assert.equal(socket().sent[0].token, 'token-1');
  });

  test('of a page that had left carries no token', async () => {
    newWorld();
    const room = await joinedRoom(new Server());
    await room.leave();
    await joinedRoom(new Server());

    assert.equal(socket().sent[0].token, undefined);
  });

  test('works in browsers that refuse storage, and where none is wanted', async () => {
    newWorld();
    Object.defineProperty(globalThis, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); }, configurable: true });
    const room = await joinedRoom(new Server());
    assert.equal(room.state, 'joined');

    newWorld();
    await joinedRoom(new Server(), {}, { session: null });
    assert.equal(globalThis.sessionStorage.values.size, 0);
  });

  test('a page that goes says goodbye, and one that comes back from the cache joins again', async () => {
    const { page } = newWorld();
    const server = new Server();
    const room = await joinedRoom(server);
    page.dispatchEvent(new Event('pagehide'));
    assert.equal(server.last('leave').type, 'leave');
    assert.equal(socket().closeCode, 1000);

    page.dispatchEvent(new Event('pageshow'));
    assert.equal(room.state, 'reconnecting');
    await server.admit({ participant: 'me2' });
    assert.equal(room.state, 'joined');
    assert.equal(room.id, 'me2');
  });
});

function camera() {
  return { track: 'camera', kind: 'video', source: 'camera', muted: false };
}
