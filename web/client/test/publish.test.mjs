// Our tracks on their way to the server.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Room } from '../dist/sluice-client.js';
import { FakePeerConnection, parse } from './lib/fake-peer-connection.mjs';
import { Server, audio, connections, joinedRoom, keepAlive, listen, newWorld, pass, resume, settle, socket, video } from './lib/world.mjs';

describe('publishing', () => {
  let server;

  beforeEach(() => {
    newWorld();
    server = new Server();
  });

  const offers = () => server.heardOf('createOffer');
  const names = (offer) => offer.tracks.map(({ track }) => track);
  /** The one that publishes: the first connection was made for subscribing. */
  const connection = () => connections().findLast((each) => each.getTransceivers().some(({ direction }) => direction !== 'recvonly'));

  test('offers the track with its section, and resolves when the server has answered', async () => {
    const room = await joinedRoom(server);
    let published = null;
    const publishing = room.local.publish(video(), { source: 'camera' }).then((track) => (published = track));
    await settle();
    assert.deepEqual(offers()[0].tracks, [{ mid: connection().getTransceivers()[0].mid, track: 'camera', source: 'camera', muted: false }]);
    assert.equal(published, null);
    assert.equal(room.local.tracks.size, 1);

    await server.agree();
    await publishing;
    assert.equal(published, room.local.track('camera'));
  });

  test('what is published before joining is offered as soon as we are in', async () => {
    const room = new Room({ room: 'demo', name: 'Ann' });
    await room.local.publish(audio(), { source: 'microphone' });
    await room.local.publish(video(), { source: 'camera', muted: true });
    const joining = room.join();
    await server.admit();
    await joining;
    await settle();

    assert.equal(offers().length, 1);
    assert.deepEqual(offers()[0].tracks.map(({ track, muted }) => [track, muted]), [['microphone', false], ['camera', true]]);
  });

  test('what is published in one go makes one offer', async () => {
    const room = await joinedRoom(server);
    for (let index = 0; index < 9; index++) {
      void room.local.publish(video());
    }
    await settle();

    assert.equal(offers().length, 1);
    assert.equal(offers()[0].tracks.length, 9);
  });

  test('changes while an offer is in flight go into the next one, and none is lost', async () => {
    const room = await joinedRoom(server);
    const first = room.local.publish(video(), { name: 'first' });
    await settle();
    const second = room.local.publish(audio(), { name: 'second' });
    const third = room.local.publish(video(), { name: 'third' });
    await room.local.unpublish(room.local.tracks.get('first'));
    await settle();
    assert.equal(offers().length, 1);

    await server.agree();
    assert.equal(offers().length, 2);
    assert.deepEqual(names(offers()[1]), ['second', 'third']);
    await server.agree();
    await Promise.all([first, second, third]);
    assert.equal(offers().length, 2);
  });

  test('a track that comes while the browser still makes the offer is not forgotten', async () => {
    const room = await joinedRoom(server);
    void room.local.publish(video(), { name: 'first' });
    await Promise.resolve();
    await Promise.resolve();
    void room.local.publish(video(), { name: 'second' });
    await settle();
    await server.agree();
    await server.agree();

    for (const { sdp, tracks } of offers()) {
      assert.deepEqual(tracks.map(({ mid }) => mid), parse(sdp).map(({ mid }) => mid), 'no section is without its name');
    }
    assert.deepEqual(names(offers().at(-1)), ['first', 'second']);
  });

  test('twenty tracks that come and go while one negotiation follows the other all arrive in the end', async () => {
    const room = await joinedRoom(server);
    for (let round = 0; round < 20; round++) {
      void room.local.publish(round % 2 ? audio() : video(), { name: `t${round}` });
      if (round % 3 === 2) {
        await room.local.unpublish(room.local.tracks.get(`t${round - 1}`));
      }
      if (round % 4 === 3) {
        await settle();
        await server.agree();
      }
    }
    await settle();
    while (offers().at(-1).negotiation !== server.agreed) {
      server.agreed = offers().at(-1).negotiation;
      await server.agree();
    }

    assert.deepEqual(names(offers().at(-1)).sort(), [...room.local.tracks.keys()].sort());
    assert.ok(offers().length <= 8, `${offers().length} offers`);
  });

  test('numbers of negotiations rise', async () => {
    const room = await joinedRoom(server);
    for (let round = 0; round < 3; round++) {
      void room.local.publish(video());
      await settle();
      await server.agree();
    }

    const numbers = offers().map(({ negotiation }) => negotiation);
    assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
    assert.equal(new Set(numbers).size, 3);
  });

  test('the section of a track that has gone is used again for the next of its kind, but not before that is agreed', async () => {
    const room = await joinedRoom(server);
    void room.local.publish(video(), { name: 'first' });
    await settle();
    await server.agree();
    await room.local.unpublish(room.local.tracks.get('first'));
    void room.local.publish(video(), { name: 'second' });
    await settle();
    assert.equal(connection().getTransceivers().length, 2);
    await server.agree();

    void room.local.publish(video(), { name: 'third' });
    await settle();
    await server.agree();
    const [section] = connection().getTransceivers();
    assert.equal(connection().getTransceivers().length, 2);
    assert.equal(section.direction, 'sendonly');
    assert.equal(section.sender.track, room.local.tracks.get('third').mediaTrack);
  });

  test('a refused offer takes back what was new in it, and nothing else', async () => {
    const room = await joinedRoom(server);
    void room.local.publish(audio(), { source: 'microphone' });
    await settle();
    await server.agree();
    const refused = assert.rejects(room.local.publish(video(), { source: 'camera' }), { code: 'no-common-codec' });
    await settle();
    await server.say({ type: 'error', code: 'no-common-codec', message: 'none', of: 'createOffer', negotiation: offers().at(-1).negotiation });
    await refused;
    await settle();

    assert.deepEqual([...room.local.tracks.keys()], ['microphone']);
    assert.deepEqual(names(offers().at(-1)), ['microphone']);
  });

  test('a section that the server does not want is an error of that track', async () => {
    const room = await joinedRoom(server);
    const microphone = room.local.publish(audio(), { source: 'microphone' });
    const refused = assert.rejects(room.local.publish(video()), { code: 'no-common-codec' });
    await settle();
    await server.agree(['video']);
    await refused;

    assert.equal((await microphone).id, 'microphone');
    assert.equal(room.local.tracks.size, 1);
  });

  test('the preferred codec comes first, the others stay', async () => {
    const room = await joinedRoom(server, {}, { videoCodec: 'vp9' });
    void room.local.publish(video());
    await settle();

    assert.deepEqual(connection().getTransceivers()[0].codecs.map(({ mimeType }) => mimeType), ['video/VP9', 'video/VP8']);
  });

  test('candidates go out as they are found, and their end', async () => {
    const room = await joinedRoom(server);
    void room.local.publish(video());
    await settle();
    connection().find('candidate:1 1 udp 1 192.0.2.1 5000 typ host');
    connection().find('');
    connection().find(null);

    assert.deepEqual(
      server.heardOf('addIceCandidate').map(({ connection: name, candidate }) => [name, candidate?.sdpMid ?? null]),
      [['publish', '0'], ['publish', null]],
    );
  });

  for (const [source, quality, expected] of [
    ['camera', 'high', { active: true, scaleResolutionDownBy: 1, maxFramerate: 30 }],
    ['camera', 'medium', { active: true, scaleResolutionDownBy: 2, maxFramerate: 30 }],
    ['camera', 'low', { active: true, scaleResolutionDownBy: 4, maxFramerate: 15 }],
    ['camera', 'off', { active: false }],
    ['screen', 'medium', { active: true, scaleResolutionDownBy: 1, maxFramerate: 10 }],
  ]) {
    test(`sends a ${source} as it is wanted: ${quality}`, async () => {
      const room = await joinedRoom(server);
      void room.local.publish(video(), { source });
      await settle();
      await server.agree();
      await server.say({ type: 'quality', track: source, quality: 'low' });
      await server.say({ type: 'quality', track: source, quality });

      const { encoding } = connection().getTransceivers()[0].sender;
      assert.deepEqual({ ...encoding, ...expected }, encoding);
    });
  }

  test('mute tells the others, and disables the media track at once', async () => {
    const room = await joinedRoom(server);
    const mediaTrack = video();
    void room.local.publish(mediaTrack);
    await settle();
    room.local.track('other').mute();
    assert.equal(mediaTrack.enabled, false);
    room.local.track('other').mute();
    await room.local.track('other').unmute();
    assert.equal(mediaTrack.enabled, true);

    assert.deepEqual(server.heardOf('mute').map(({ muted }) => muted), [true, false]);
  });

  test('a mute that the server cannot know of yet goes with the offer', async () => {
    const room = await joinedRoom(server);
    void room.local.publish(video(), { name: 'first' });
    await settle();
    void room.local.publish(video(), { name: 'second' });
    room.local.tracks.get('second').mute();
    await server.agree();

    assert.deepEqual(server.heardOf('mute'), []);
    assert.deepEqual(offers()[1].tracks.map(({ muted }) => muted), [false, true]);
  });

  test('another media track takes the place of the first without negotiation', async () => {
    const room = await joinedRoom(server);
    const [before, after] = [video(), video()];
    void room.local.publish(before);
    await settle();
    await server.agree();
    await room.local.track('other').replace(after);

    assert.equal(connection().getTransceivers()[0].sender.track, after);
    assert.equal(before.readyState, 'ended');
    assert.equal(offers().length, 1);
    await assert.rejects(room.local.track('other').replace(audio()), { code: 'bad-track' });
  });

  test('a connection that fails is built anew with all tracks', async () => {
    const room = await joinedRoom(server);
    void room.local.publish(video(), { name: 'a' });
    void room.local.publish(audio(), { name: 'b' });
    await settle();
    await server.agree();
    const first = connection();
    first.become('connected');
    first.become('failed');
    await pass(100);

    assert.deepEqual(server.heard.slice(-2).map(({ type }) => type), ['reconnect', 'createOffer']);
    assert.deepEqual(names(offers().at(-1)), ['a', 'b']);
    assert.ok(first.isClosed);
    assert.notEqual(connection(), first);
  });

  /** The server closes it again and again, until trying is given up. */
  async function closedForEver() {
    keepAlive();
    for (let round = 0; round < 12; round++) {
      await server.say({ type: 'connectionClosed', connection: 'publish', reason: 'handshake-failed', message: 'no' });
      await pass(9000, 500);
    }
  }

  test('one that the server has closed, too; and it is not tried for ever', async () => {
    const room = await joinedRoom(server);
    const errors = listen(room, 'error');
    void room.local.publish(video());
    await settle();
    await server.agree();
    await closedForEver();

    assert.equal(server.heardOf('reconnect').length, 8);
    assert.deepEqual(errors.map(({ code }) => code), ['connection-failed']);
    assert.ok(connections().slice(1).every((each) => each.isClosed));
  });

  test('whoever waits for the answer is told when trying is given up', async () => {
    const room = await joinedRoom(server);
    const outcomes = [];
    room.local.publish(video(), { name: 'a' }).catch(({ code }) => outcomes.push(code));
    room.local.publish(audio(), { name: 'b' }).catch(({ code }) => outcomes.push(code));
    await closedForEver();

    assert.deepEqual(outcomes, ['connection-failed', 'connection-failed']);
    assert.equal(room.local.tracks.size, 0);
  });

  for (const [what, again] of [
    ['the next track', (room) => void room.local.publish(audio(), { name: 'b' })],
    ['the server, once it has been reached again,', () => resume(server)],
  ]) {
    test(`${what} begins anew with all tracks after trying was given up`, async () => {
      const room = await joinedRoom(server);
      void room.local.publish(video(), { name: 'a' });
      await settle();
      await server.agree();
      await closedForEver();
      const before = connections().length;
      await again(room);
      await settle();

      assert.deepEqual(server.heard.slice(-2).map(({ type }) => type), ['reconnect', 'createOffer']);
      assert.deepEqual(names(offers().at(-1)), [...room.local.tracks.keys()]);
      assert.equal(connections().length, before + 1);
      await server.agree();
      connection().become('failed');
      await pass(100);
      assert.equal(connections().length, before + 2, 'and is tried again as often');
    });
  }

  test('one that is merely disconnected has some seconds to find its way', async () => {
    const room = await joinedRoom(server);
    void room.local.publish(video());
    await settle();
    await server.agree();
    connection().become('connected');
    connection().become('disconnected');
    await pass(2000);
    connection().become('connected');
    await pass(2400);

    assert.equal(server.heardOf('reconnect').length, 0);
  });

  test('a browser that cannot apply the answer begins anew', async () => {
    const room = await joinedRoom(server);
    void room.local.publish(video());
    await settle();
    FakePeerConnection.failures.setRemoteDescription = new Error('bad answer');
    await server.agree();
    await pass(100);

    assert.equal(server.heardOf('reconnect').length, 1);
    assert.equal(offers().length, 2);
  });

  test('everything is published again when the room had to be joined again', async () => {
    const room = await joinedRoom(server);
    void room.local.publish(video(), { source: 'camera' });
    void room.local.publish(audio(), { source: 'microphone' });
    await settle();
    await server.agree();
    socket().say({ type: 'comeBack', after: 10 });
    await pass(100);
    await server.admit();

    assert.deepEqual(names(offers().at(-1)), ['camera', 'microphone']);
    assert.equal(server.heardOf('reconnect').length, 0);
    assert.equal(room.local.track('camera').mediaTrack.readyState, 'live');
  });

  test('leaving stops what we publish', async () => {
    const room = await joinedRoom(server);
    const mediaTrack = video();
    const publishing = room.local.publish(mediaTrack);
    await settle();
    await room.leave();
    await publishing;

    assert.equal(mediaTrack.readyState, 'ended');
    assert.equal(room.local.tracks.size, 0);
    assert.ok(connections().every((each) => each.isClosed));
  });

  test('names are made unique, and wrong ones refused', async () => {
    const room = await joinedRoom(server);
    void room.local.publish(video());
    void room.local.publish(video());
    assert.deepEqual([...room.local.tracks.keys()], ['other', 'other-2']);

    await assert.rejects(room.local.publish(video(), { name: 'a b' }), { code: 'bad-track' });
    await assert.rejects(room.local.publish(video(), { name: 'other' }), { code: 'bad-track' });
  });
});
