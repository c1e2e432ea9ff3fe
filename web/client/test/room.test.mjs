// What a page sees of a room: events, the counter of changes, chat, statistics.
import assert from 'node:assert/strict';
import { beforeEach, describe, mock, test } from 'node:test';
import { serverOffer } from './lib/fake-peer-connection.mjs';
import { Server, connections, joinedRoom, listen, newWorld, participant, pass, settle, socket, trackInfo, video } from './lib/world.mjs';

describe('a room', () => {
  let server;

  beforeEach(() => {
    newWorld();
    server = new Server();
  });

  test('tells of who comes, publishes, mutes and goes', async () => {
    const room = await joinedRoom(server);
    const names = ['participantJoined', 'trackAdded', 'trackMuted', 'participantAway', 'trackRemoved', 'participantLeft'];
    const events = listen(room, ...names);
    await server.say({ type: 'participantJoined', participant: participant('bob') });
    await server.say({ type: 'trackAdded', participant: 'bob', track: trackInfo('camera') });
    await server.say({ type: 'trackMuted', participant: 'bob', track: 'camera', muted: true });
    await server.say({ type: 'participantAway', participant: 'bob', away: true });
    await server.say({ type: 'trackRemoved', participant: 'bob', track: 'camera' });
    await server.say({ type: 'participantLeft', participant: 'bob', reason: 'lost' });

    assert.deepEqual(events.map(({ name }) => name), names);
    assert.equal(events.at(-1).reason, 'lost');
    assert.equal(events[2].track.muted, true);
    assert.equal(room.participants.size, 0);
  });

  test('has whoever was there before, with their tracks', async () => {
    const room = await joinedRoom(server, {
      participants: [participant('bob', { tracks: [trackInfo('camera', { muted: true })] }), participant('eve', { away: true })],
      speakers: ['bob'],
    });

    assert.deepEqual([...room.participants.keys()], ['bob', 'eve']);
    assert.equal(room.participants.get('bob').track('camera').muted, true);
    assert.equal(room.participants.get('eve').away, true);
    assert.deepEqual(room.speakers, ['bob']);
  });

  test('counts changes: once for all that happens at once', async () => {
    const room = await joinedRoom(server);
    const before = room.revision;
    let changes = 0;
    room.on('change', () => changes++);
    socket().say({ type: 'speakers', seq: 1, participants: ['bob'] });
    socket().say({ type: 'participantJoined', seq: 2, participant: participant('bob') });
    assert.equal(room.revision, before);
    await settle();

    assert.equal(changes, 1);
    assert.equal(room.revision, before + 1);
  });

  for (const [name, act] of [
    ['a local track', (room) => void room.local.publish(video())],
    ['muting', (room) => room.local.track('other').mute()],
    ['a wish', (room) => room.participants.get('bob').track('camera').pause()],
    ['a connection that changes its state', () => connections()[0].become('connected')],
  ]) {
    test(`counts ${name}`, async () => {
      const room = await joinedRoom(server, { participants: [participant('bob', { tracks: [trackInfo('camera')] })] });
      await server.say({ type: 'createOffer', connection: 'subscribe', negotiation: 1, sdp: serverOffer(1), tracks: [] });
      void room.local.publish(video());
      await settle();
      const before = room.revision;
      act(room);
      await settle();

      assert.ok(room.revision > before);
    });
  }

  test('a handler that has been taken off is not called, and one that throws does not keep others from it', async () => {
    const room = await joinedRoom(server);
    const calls = [];
    const reported = [];
    globalThis.reportError = (error) => reported.push(error.message);
    room.on('speakers', () => {
      throw new Error('of the page');
    });
    const off = room.on('speakers', () => calls.push('first'));
    room.on('speakers', () => calls.push('second'));
    off();
    await server.say({ type: 'speakers', participants: ['bob'] });

    assert.deepEqual(calls, ['second']);
    assert.deepEqual(reported, ['of the page']);
  });

  test('chat is kept, and tells what is our own', async () => {
    const room = await joinedRoom(server);
    room.sendChat('hello', 'bob');
    assert.deepEqual(server.last('chat'), { type: 'chat', text: 'hello', to: 'bob', seq: 1 });
    const before = room.messages;
    await server.say({ type: 'chat', from: 'me', name: 'Ann', text: 'hello', time: 7, to: 'bob' });
    await server.say({ type: 'chat', from: 'bob', name: 'Bob', text: 'hi', time: 8 });

    assert.notEqual(room.messages, before);
    assert.deepEqual(room.messages.map(({ id, text, own, to }) => [id, text, own, to]), [[1, 'hello', true, 'bob'], [2, 'hi', false, undefined]]);
  });

  test('chat that cannot be sent is a mistake at once', async () => {
    const room = await joinedRoom(server);
    assert.throws(() => room.sendChat('x'.repeat(4001)), { code: 'chat-too-long' });
    await room.leave();
    assert.throws(() => room.sendChat('x'), { code: 'not-joined' });
  });

  test('errors of the server are told, but for those of a race', async () => {
    const room = await joinedRoom(server);
    const errors = listen(room, 'error');
    await server.say({ type: 'error', code: 'unknown-track', message: 'gone', of: 'mute' });
    await server.say({ type: 'error', code: 'stale-negotiation', message: 'old', of: 'createAnswer', negotiation: 1 });
    await server.say({ type: 'error', code: 'unknown-participant', message: 'who', of: 'chat' });

    assert.deepEqual(errors.map(({ code }) => code), ['unknown-participant']);
  });

  test('messages that this library does not know are passed over', async () => {
    const room = await joinedRoom(server);
    socket().say({ type: 'hologram', seq: 1 });
    socket().say({ type: 'speakers', seq: 2, participants: ['bob'], colour: 'red' });

    assert.deepEqual(room.speakers, ['bob']);
    assert.equal(room.state, 'joined');
  });

  describe('statistics', () => {
    const PAIR = [
      { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
      { id: 'P', type: 'candidate-pair', state: 'succeeded', localCandidateId: 'L', remoteCandidateId: 'R', currentRoundTripTime: 0.02 },
      { id: 'L', type: 'local-candidate', address: 'fd00::1', port: 1, protocol: 'udp' },
      { id: 'R', type: 'remote-candidate', address: '192.0.2.1', port: 2, protocol: 'udp' },
      { id: 'C', type: 'codec', mimeType: 'video/VP8' },
    ];
    let room;
    let receiver;

    beforeEach(async () => {
      room = await joinedRoom(server, { participants: [participant('bob', { tracks: [trackInfo('camera')] })] });
      const tracks = [{ mid: '1', participant: 'bob', track: 'camera' }];
      await server.say({ type: 'createOffer', connection: 'subscribe', negotiation: 1, sdp: serverOffer(1, 'video 1 sendonly'), tracks });
      receiver = connections()[0].receiverOf('1');
    });

    function report(timestamp, more) {
      const rtp = { id: 'in', type: 'inbound-rtp', kind: 'video', codecId: 'C', timestamp, jitter: 0.003, frameWidth: 640, frameHeight: 360, ...more };
      receiver.getStats = async () => new Map([...PAIR, rtp].map((entry) => [entry.id, entry]));
    }

    const read = () => room.participants.get('bob').track('camera').stats();

    test('tell rates since the call before', async () => {
      report(1000, { bytesReceived: 1000, packetsReceived: 10, packetsLost: 0, framesDecoded: 3 });
      assert.equal((await read()).bitrate, 0);
      report(2000, { bytesReceived: 26_000, packetsReceived: 100, packetsLost: 10, framesDecoded: 30 });
      const stats = await read();

      assert.equal(stats.bitrate, 200_000);
      assert.equal(stats.lossFraction, 0.1);
      assert.equal(stats.codec, 'VP8');
      assert.equal(stats.direction, 'in');
      assert.equal(stats.framesDecoded, 30);
      assert.equal(stats.roundTripTime, 0.02);
      assert.deepEqual(stats.pair, { local: '[fd00::1]:1', remote: '192.0.2.1:2', protocol: 'udp', direct: false });
    });

    test('are empty when the browser never answers, as Firefox does for a connection that closes meanwhile', async () => {
      receiver.getStats = () => new Promise(() => undefined);
      const stats = read();
      await pass(2000);

      assert.equal((await stats).bitrate, 0);
    });

    test('two callers shortly after each other both get rates', async () => {
      report(1000, { bytesReceived: 0 });
      await read();
      report(2000, { bytesReceived: 10_000 });
      await read();
      report(2010, { bytesReceived: 10_000 });

      assert.ok(Math.abs((await read()).bitrate - 79_207) < 1);
    });

    test('are there though nothing travels', async () => {
      await server.say({ type: 'trackAdded', participant: 'bob', track: trackInfo('screen', { source: 'screen' }) });
      const stats = await room.participants.get('bob').track('screen').stats();
      assert.equal(stats.bitrate, 0);
      assert.equal(stats.pair, null);

      const { connections: all, tracks } = await room.stats();
      assert.deepEqual(all.map(({ connection }) => connection), ['subscribe']);
      assert.deepEqual(tracks.map(({ participant: who, track }) => `${who}/${track}`), ['bob/camera', 'bob/screen']);
    });

    for (const [quality, more, pair] of [
      ['good', { packetsLost: 1 }, {}],
      ['fair', { packetsLost: 5 }, {}],
      ['poor', { packetsLost: 30 }, {}],
      ['fair', {}, { currentRoundTripTime: 0.4 }],
      ['poor', { jitter: 0.2 }, {}],
    ]) {
      test(`judge a connection with ${JSON.stringify({ ...more, ...pair })} as ${quality}`, async () => {
        const [connection] = connections();
        const reportOf = (lost, packets) =>
          new Map([...PAIR.map((entry) => (entry.id === 'P' ? { ...entry, ...pair } : entry)), { id: 'in', type: 'inbound-rtp', packetsReceived: packets, packetsLost: lost, jitter: more.jitter ?? 0 }].map((entry) => [entry.id, entry]));
        connection.getStats = async () => reportOf(0, 0);
        mock.timers.tick(2000);
        await settle();
        connection.getStats = async () => reportOf(more.packetsLost ?? 0, 95);
        mock.timers.tick(2000);
        await settle();

        assert.equal(room.connectionQuality(), quality);
      });
    }

    test('judge what we send by how much of it is lost, also where the browser does not count what arrives', async () => {
      const [connection] = connections();
      socket().onSent = () => socket().say({ type: 'pong' });
      const sent = (packetsSent, packetsLost) => {
        const entries = [{ id: 'out', type: 'outbound-rtp', packetsSent }, { id: 'back', type: 'remote-inbound-rtp', localId: 'out', packetsLost }];
        connection.getStats = async () => new Map(entries.map((entry) => [entry.id, entry]));
      };
      for (const [packetsSent, packetsLost, quality] of [[0, 0, 'good'], [1000, 10, 'good'], [2000, 70, 'fair'], [3000, 300, 'poor']]) {
        sent(packetsSent, packetsLost);
        mock.timers.tick(2000);
        await settle();
        assert.equal(room.connectionQuality(), quality, `${packetsLost} of ${packetsSent}`);
      }
    });

    test('judge a connection that is broken as lost, and a room that cannot be reached, too', async () => {
      assert.equal(room.connectionQuality(), 'good');
      connections()[0].become('disconnected');
      await pass(2000, 500);
      assert.equal(room.connectionQuality(), 'lost');
      connections()[0].become('connected');
      socket().onSent = () => socket().say({ type: 'pong' });
      await pass(2000, 500);
      assert.equal(room.connectionQuality(), 'good');
      socket().cut();
      assert.equal(room.connectionQuality(), 'lost');
    });
  });
});
