// Others' tracks on their way from the server.
import assert from 'node:assert/strict';
import { beforeEach, describe, mock, test } from 'node:test';
import { FakeElement } from './lib/fake-media.mjs';
import { FakePeerConnection, serverOffer } from './lib/fake-peer-connection.mjs';
import { Server, connections, joined, joinedRoom, keepAlive, listen, newWorld, participant, pass, resume, settle, socket, trackInfo } from './lib/world.mjs';

describe('subscribing', () => {
  let server;
  let negotiation;

  beforeEach(() => {
    newWorld();
    server = new Server();
    negotiation = 0;
  });

  /** Brings tracks, each as `mid participant/track`. */
  function offer(session, ...brought) {
    const sections = brought.map((each) => `${each.endsWith('mic') ? 'audio' : 'video'} ${each.split(' ')[0]} sendonly`);
    const tracks = brought.map((each) => {
      const [mid, path] = each.split(' ');
      const [who, track] = path.split('/');
      return { mid, participant: who, track };
    });
    return server.say({ type: 'createOffer', connection: 'subscribe', negotiation: ++negotiation, sdp: serverOffer(session, ...sections), tracks });
  }

  const answers = () => server.heardOf('createAnswer').map(({ negotiation: number }) => number);
  const withBob = (more) => ({ participants: [participant('bob', { tracks: [trackInfo('camera')] })], ...more });
  const camera = (room) => room.participants.get('bob').tracks.get('camera');

  test('answers the offer that comes right after joining, though it brings only the anchor', async () => {
    await joinedRoom(server);
    await offer(1);

    assert.deepEqual(answers(), [1]);
    assert.equal(connections().length, 1);
    assert.equal(connections()[0].configuration.bundlePolicy, 'max-bundle');
  });

  test('gives the track what the section brings', async () => {
    const room = await joinedRoom(server, withBob());
    const events = listen(room, 'trackSubscribed');
    assert.equal(camera(room).mediaTrack, null);
    await offer(1, '1 bob/camera');

    assert.equal(camera(room).mediaTrack, connections()[0].receiverOf('1').track);
    assert.equal(events[0].track, camera(room));
  });

  test('does so too when it hears of the participant and the track only afterwards', async () => {
    const room = await joinedRoom(server);
    await offer(1, '1 bob/camera');
    await server.say({ type: 'participantJoined', participant: participant('bob') });
    await server.say({ type: 'trackAdded', participant: 'bob', track: trackInfo('camera') });

    assert.equal(camera(room).mediaTrack, connections()[0].receiverOf('1').track);
  });

  test('does so too when the track was removed and added again after the offer', async () => {
    const room = await joinedRoom(server, withBob());
    await offer(1, '1 bob/camera');
    await server.say({ type: 'trackRemoved', participant: 'bob', track: 'camera' });
    await server.say({ type: 'trackAdded', participant: 'bob', track: trackInfo('camera') });

    assert.equal(camera(room).mediaTrack, connections()[0].receiverOf('1').track);
  });

  test('answers strictly in the order of the offers', async () => {
    await joinedRoom(server, withBob());
    const offers = [offer(1), offer(1, '1 bob/camera'), offer(1, '1 bob/camera', '2 bob/mic')];
    await Promise.all(offers);

    assert.deepEqual(answers(), [1, 2, 3]);
  });

  test('a section used again under a new mid brings the new track, and tracks that stay are not touched', async () => {
    const room = await joinedRoom(server, {
      participants: [participant('bob', { tracks: [trackInfo('camera'), trackInfo('screen', { source: 'screen' })] })],
    });
    await offer(1, '1 bob/camera', '2 bob/screen');
    const before = camera(room).mediaTrack;
    await server.say({ type: 'trackRemoved', participant: 'bob', track: 'screen' });
    await server.say({ type: 'trackAdded', participant: 'bob', track: trackInfo('share', { source: 'screen' }) });
    const events = listen(room, 'trackSubscribed');
    await offer(1, '1 bob/camera', '3 bob/share');

    assert.equal(camera(room).mediaTrack, before);
    assert.equal(room.participants.get('bob').track('screen').mediaTrack, connections()[0].receiverOf('3').track);
    assert.deepEqual(events.map(({ track }) => track.id), ['share']);
  });

  test('pause, resume and quality are told to the server, each once', async () => {
    const room = await joinedRoom(server, withBob());
    camera(room).pause();
    camera(room).pause();
    camera(room).resume();
    camera(room).setQuality('low');
    camera(room).setQuality('low');

    assert.deepEqual(
      server.heardOf('subscription').map(({ paused, quality }) => [paused, quality]),
      [[true, 'high'], [false, 'high'], [false, 'low']],
    );
  });

  test('a connection that fails is asked for anew, and the picture stays until the new one delivers', async () => {
    const room = await joinedRoom(server, withBob());
    const element = new FakeElement();
    camera(room).attach(element);
    await offer(1, '1 bob/camera');
    const [first] = connections();
    const before = camera(room).mediaTrack;
    first.become('connected');
    first.become('failed');
    await pass(100);
    assert.equal(server.last('reconnect').connection, 'subscribe');

    await offer(2, '1 bob/camera');
    await pass(1000);
    const second = connections().at(-1);
    assert.notEqual(second, first);
    assert.equal(camera(room).mediaTrack, before);
    assert.equal(first.isClosed, false);

    second.receiverOf('1').flow();
    await settle();
    assert.equal(camera(room).mediaTrack, second.receiverOf('1').track);
    assert.deepEqual(element.srcObject.getTracks(), [second.receiverOf('1').track]);
    assert.ok(first.isClosed);
  });

  test('frames that are counted are enough: no event need tell that the new picture is there', async () => {
    const room = await joinedRoom(server, withBob());
    await offer(1, '1 bob/camera');
    await offer(2, '1 bob/camera');
    const second = connections().at(-1).receiverOf('1');
    second.stats = { framesDecoded: 1 };
    await pass(150);

    assert.equal(camera(room).mediaTrack, second.track);
  });

  test('nobody waits for the picture of a track that is muted', async () => {
    const room = await joinedRoom(server, { participants: [participant('bob', { tracks: [trackInfo('camera', { muted: true })] })] });
    await offer(1, '1 bob/camera');
    await offer(2, '1 bob/camera');

    assert.equal(camera(room).mediaTrack, connections().at(-1).receiverOf('1').track);
  });

  test('an offer that the browser cannot take makes it begin anew, and the next session is answered', async () => {
    await joinedRoom(server, withBob());
    FakePeerConnection.failures.setRemoteDescription = new Error('bad offer');
    await offer(1, '1 bob/camera');
    await pass(100);
    assert.equal(server.heardOf('reconnect').length, 1);
    await offer(2, '1 bob/camera');

    assert.deepEqual(answers(), [2]);
  });

  test('an answer that the server refuses makes it begin anew', async () => {
    await joinedRoom(server, withBob());
    await offer(1, '1 bob/camera');
    await server.say({ type: 'error', code: 'refused-answer', message: 'no', of: 'createAnswer', negotiation: 1 });
    await pass(100);

    assert.equal(server.heardOf('reconnect').length, 1);
  });

  test('is not asked for for ever, but again when the server has been reached again', async () => {
    const room = await joinedRoom(server, withBob());
    const errors = listen(room, 'error');
    await offer(1, '1 bob/camera');
    keepAlive();
    for (let round = 0; round < 12; round++) {
      await server.say({ type: 'connectionClosed', connection: 'subscribe', reason: 'handshake-failed', message: 'no' });
      await pass(9000, 500);
    }
    assert.equal(server.heardOf('reconnect').length, 8);
    assert.deepEqual(errors.map(({ code }) => code), ['connection-failed']);

    await resume(server);
    assert.equal(server.heardOf('reconnect').length, 9);
    await offer(2, '1 bob/camera');
    connections().at(-1).become('failed');
    await pass(100);
    assert.equal(server.heardOf('reconnect').length, 10, 'and is tried again as often');
  });

  test('offers of a server that has been replaced are dropped, though they wait for their turn', async () => {
    await joinedRoom(server, withBob());
    await offer(1, '1 bob/camera');
    void offer(1, '1 bob/camera', '2 bob/mic');
    void offer(1, '1 bob/camera');
    socket().say({ type: 'comeBack', after: 0 });
    mock.timers.tick(100);
    socket().open();
    socket().say(joined(withBob()));
    await settle();
    server.seq = 0;
    await offer(2, '1 bob/camera');

    assert.equal(connections().length, 2, 'one for each server');
    assert.deepEqual(answers(), [1, 4]);
  });

  test('closing in the middle of an offer does not keep the next membership waiting', async () => {
    const { page } = newWorld();
    server = new Server();
    await joinedRoom(server, withBob());
    const offering = offer(1, '1 bob/camera');
    page.dispatchEvent(new Event('pagehide'));
    await offering;
    page.dispatchEvent(new Event('pageshow'));
    await server.admit(withBob());
    await offer(2, '1 bob/camera');

    assert.deepEqual(answers().slice(-1), [2]);
  });

  test('an element plays audio and video of one participant together', async () => {
    const room = await joinedRoom(server, {
      participants: [participant('bob', { tracks: [trackInfo('camera'), trackInfo('mic', { kind: 'audio', source: 'microphone' })] })],
    });
    const element = new FakeElement();
    room.participants.get('bob').tracks.forEach((track) => track.attach(element));
    assert.equal(element.srcObject, null);
    await offer(1, '1 bob/camera', '2 bob/mic');
    assert.deepEqual(element.srcObject.getTracks().map(({ kind }) => kind), ['video', 'audio']);

    room.participants.get('bob').tracks.forEach((track) => track.detach(element));
    assert.equal(element.srcObject, null);
  });

  test('a browser that wants a click first is obeyed, and plays after it', async () => {
    const room = await joinedRoom(server, withBob());
    const errors = listen(room, 'error');
    const element = new FakeElement();
    element.refuses = true;
    camera(room).attach(element);
    await offer(1, '1 bob/camera');
    assert.deepEqual(errors.map(({ code }) => code), ['playback-blocked']);

    element.refuses = false;
    await room.startPlayback();
    assert.equal(element.plays, 1);
  });

  test('playing waits for nobody who has gone meanwhile', { timeout: 5000 }, async () => {
    const room = await joinedRoom(server, withBob());
    const element = new FakeElement();
    element.refuses = true;
    camera(room).attach(element);
    await offer(1, '1 bob/camera');
    camera(room).detach(element);

    element.refuses = false;
    await room.startPlayback();
    assert.equal(element.plays, 0);
  });
});
