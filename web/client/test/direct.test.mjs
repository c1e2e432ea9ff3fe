// Two browsers without a server between their media, and how the room moves to the server.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Room } from '../dist/sluice-client.js';
import { FakePeerConnection, serverAnswer, serverOffer } from './lib/fake-peer-connection.mjs';
import { Relay } from './lib/relay.mjs';
import { audio, newWorld, pass, settle, video } from './lib/world.mjs';

describe('a room that is peer to peer', () => {
  let relay;

  beforeEach(() => {
    newWorld();
    relay = new Relay();
  });

  async function enter(name, ...mediaTracks) {
    const room = new Room({ room: 'demo', name, mode: 'p2p', session: null });
    for (const mediaTrack of mediaTracks) {
      await room.local.publish(mediaTrack, { source: mediaTrack.kind === 'video' ? 'camera' : 'microphone' });
    }
    await room.join();
    return room;
  }

  /** Ann is there first: she is impolite. */
  async function annAndBob(annTracks = [video()], bobTracks = [video()]) {
    const ann = await enter('Ann', ...annTracks);
    const bob = await enter('Bob', ...bobTracks);
    await settle();
    return { ann, bob };
  }

  const offers = (name) => relay.member(`id-${name}`).heardOf('createOffer');
  const other = (room) => [...room.participants.values()][0];
  /** Bob hears of Ann first. */
  const [ofBob, ofAnn] = [() => FakePeerConnection.all[0], () => FakePeerConnection.all[1]];

  test('both see what the other one publishes', async () => {
    const { ann, bob } = await annAndBob([video(), audio()], [video()]);

    assert.equal(FakePeerConnection.all.length, 2);
    assert.deepEqual([...other(ann).tracks.keys()], ['camera']);
    assert.deepEqual([...other(bob).tracks.keys()].sort(), ['camera', 'microphone']);
    assert.ok([...other(bob).tracks.values(), ...other(ann).tracks.values()].every(({ mediaTrack }) => mediaTrack !== null));
  });

  test('who comes later offers first, so that the first offers do not collide', async () => {
    await annAndBob();

    assert.equal(offers('Bob')[0].tracks.length, 1);
    assert.equal(offers('Bob').length, 1);
    assert.equal(offers('Ann').length, 1);
  });

  test('the other one offers when nothing comes', async () => {
    relay.holds = (member, message) => member.name === 'Bob' && message.type === 'createOffer';
    await annAndBob();
    assert.equal(offers('Ann').length, 0);
    await pass(2000);

    assert.equal(offers('Ann').length, 1);
  });

  test('is ready before anybody publishes', async () => {
    const { ann, bob } = await annAndBob([], []);
    assert.equal(ofAnn().signalingState, 'stable');
    assert.ok(ofAnn().remoteDescription && ofBob().remoteDescription);

    await ann.local.publish(video());
    await settle();
    assert.equal(other(bob).tracks.size, 1);
  });

  for (const first of ['Ann', 'Bob']) {
    test(`when both publish at once nothing is lost, though ${first}'s offer arrives first`, async () => {
      const { ann, bob } = await annAndBob([], []);
      const held = [];
      relay.holds = (member, message) => {
        const isHeld = message.type === 'createOffer' && held.length < 2;
        if (isHeld) {
          held.push([member, message]);
        }
        return isHeld;
      };
      const removed = [];
      [ann, bob].forEach((room) => room.on('trackRemoved', ({ track }) => removed.push(track.id)));
      await Promise.all([ann.local.publish(video(), { name: 'of-ann' }), bob.local.publish(audio(), { name: 'of-bob' })]);
      await settle();
      assert.equal(held.length, 2);
      held.sort(([member]) => (member.name === first ? -1 : 1)).forEach(([member, message]) => relay.pass(member, message));
      await settle();

      assert.deepEqual([...other(bob).tracks.keys()], ['of-ann']);
      assert.deepEqual([...other(ann).tracks.keys()], ['of-bob']);
      assert.ok(other(bob).tracks.get('of-ann').mediaTrack);
      assert.ok(other(ann).tracks.get('of-bob').mediaTrack);
      assert.deepEqual([ofAnn(), ofBob()].map(({ signalingState }) => signalingState), ['stable', 'stable']);
      await pass(2000);
      assert.deepEqual(removed, []);
    });
  }

  test('many tracks that come and go on both sides at once are all there in the end', async () => {
    const { ann, bob } = await annAndBob([], []);
    for (let round = 0; round < 12; round++) {
      for (const room of [ann, bob]) {
        await room.local.publish(round % 2 ? video() : audio(), { name: `t${round}` });
        if (round % 3 === 2) {
          await room.local.unpublish(room.local.tracks.get(`t${round - 1}`));
        }
      }
      if (round % 5 === 4) {
        await settle();
      }
    }
    await pass(2000);

    assert.deepEqual([...other(bob).tracks.keys()].sort(), [...ann.local.tracks.keys()].sort());
    assert.deepEqual([...other(ann).tracks.keys()].sort(), [...bob.local.tracks.keys()].sort());
    assert.ok([...other(ann).tracks.values()].every(({ mediaTrack }) => mediaTrack !== null));
  });

  test('a track that is unpublished goes', async () => {
    const { ann, bob } = await annAndBob();
    await ann.local.unpublish(ann.local.track('camera'));
    await pass(1500);

    assert.equal(other(bob).tracks.size, 0);
  });

  test('candidates are passed on both ways', async () => {
    await annAndBob();
    ofAnn().find('candidate:1 1 udp 1 192.0.2.1 5000 typ host');
    ofBob().find(null);
    await settle();

    assert.equal(ofBob().candidates[0].candidate, 'candidate:1 1 udp 1 192.0.2.1 5000 typ host');
    assert.deepEqual(ofAnn().candidates, [null]);
  });

  test('a connection that fails restarts ICE, ever less often', async () => {
    await annAndBob();
    ofAnn().become('connected');
    for (let round = 0; round < 5; round++) {
      ofAnn().become('failed');
      await pass(1);
    }
    assert.equal(ofAnn().restarts, 1);
    await pass(60_000, 1000);
    assert.equal(ofAnn().restarts, 2);
  });

  test('a connection that finds no path says so once, and tries on', async () => {
    const { ann, bob } = await annAndBob();
    const errors = [];
    [ann, bob].forEach((room) => room.on('error', (error) => errors.push([room.name, error])));
    ofBob().become('connected');
    ofAnn().become('connecting');
    await pass(19_000, 1000);
    assert.deepEqual(errors, []);

    for (let round = 0; round < 4; round++) {
      ofAnn().become('failed');
      await pass(10_000, 1000);
    }
    assert.deepEqual(errors.map(([name, { code }]) => [name, code]), [['Ann', 'connection-failed']]);
    assert.match(errors[0][1].message, /no direct path.*'Through the server'/i);
    assert.ok(ofAnn().restarts >= 3);
  });

  test('nobody is told of a path that is needed no more', async () => {
    const { ann, bob } = await annAndBob();
    const errors = [];
    [ann, bob].forEach((room) => room.on('error', ({ code }) => errors.push(code)));
    relay.member('id-Ann').say({ type: 'participantLeft', participant: 'id-Bob', reason: 'left' });
    relay.member('id-Bob').say({ type: 'mode', mode: 'sfu' });
    await pass(30_000, 1000);

    assert.deepEqual(errors, []);
  });

  test('the connection ends with the participant', async () => {
    const { ann } = await annAndBob();
    relay.member('id-Ann').say({ type: 'participantLeft', participant: 'id-Bob', reason: 'left' });

    assert.ok(ofAnn().isClosed);
    assert.equal(ann.participants.size, 0);
  });

  test('a page that tells neither tracks nor numbers is answered all the same', async () => {
    await enter('Ann', video());
    relay.members.push({ id: 'plain', name: 'Plain', heard: [], say: () => undefined, tracks: [] });
    const ann = relay.member('id-Ann');
    ann.say({ type: 'participantJoined', participant: { id: 'plain', name: 'Plain', tracks: [], away: false } });
    ann.say({ type: 'createOffer', from: 'plain', sdp: serverOffer(7, 'video 1 sendonly'), polite: false });
    await settle();

    assert.equal(ann.heardOf('createAnswer').length, 1);
  });

  describe('moves to the server', () => {
    let seq;

    beforeEach(() => (seq = 0));

    /** Two see each other, then a third one comes. */
    async function moved(rooms) {
      rooms ??= await annAndBob();
      ofAnn().channel.open(ofBob().channel);
      ofBob().channel.open(ofAnn().channel);
      [ofAnn(), ofBob()].forEach((each) => each.become('connected'));
      relay.moveToServer();
      await settle();
      return rooms;
    }

    /** The server brings the other one's camera. */
    async function bring(to, from) {
      const sdp = serverOffer(to === 'Ann' ? 100 : 200, 'video 1 sendonly');
      const tracks = [{ mid: '1', participant: `id-${from}`, track: 'camera' }];
      relay.member(`id-${to}`).say({ type: 'createOffer', connection: 'subscribe', negotiation: ++seq, sdp, tracks });
      await settle();
      return FakePeerConnection.all.at(-1).receiverOf('1');
    }

    test('publishes there at once, and says so', async () => {
      const { ann } = await moved();

      assert.equal(ann.mode, 'sfu');
      assert.deepEqual(offers('Ann').at(-1).tracks.map(({ track }) => track), ['camera']);
      assert.equal(offers('Ann').at(-1).connection, 'publish');
      const { negotiation, sdp } = offers('Ann').at(-1);
      relay.member('id-Ann').say({ type: 'createAnswer', connection: 'publish', negotiation, sdp: serverAnswer(sdp) });
    });

    test('the direct picture stays until the server delivers', async () => {
      const { ann } = await moved();
      const track = other(ann).tracks.get('camera');
      const direct = track.mediaTrack;
      const receiver = await bring('Ann', 'Bob');
      await pass(3000);
      assert.equal(track.mediaTrack, direct);

      receiver.flow();
      await settle();
      assert.equal(track.mediaTrack, receiver.track);
    });

    test('the direct connection stays until both have what they need, and goes then', async () => {
      await moved();
      (await bring('Ann', 'Bob')).flow();
      await pass(1000);
      assert.equal(ofAnn().isClosed, false);

      (await bring('Bob', 'Ann')).flow();
      await pass(1000);
      assert.ok(ofAnn().isClosed && ofBob().isClosed);
    });

    test('the direct connection stays, too, when its tracks were told of twice', async () => {
      const rooms = await annAndBob();
      for (const [to, from] of [['Ann', 'Bob'], ['Bob', 'Ann']]) {
        const track = { track: 'camera', kind: 'video', source: 'camera', muted: false };
        relay.member(`id-${to}`).say({ type: 'trackRemoved', participant: `id-${from}`, track: 'camera' });
        relay.member(`id-${to}`).say({ type: 'trackAdded', participant: `id-${from}`, track });
      }
      FakePeerConnection.all.forEach((each) => each.getTransceivers().forEach(({ receiver }) => receiver.flow()));
      await pass(500);
      await moved(rooms);
      await pass(1000);

      assert.equal(ofAnn().isClosed || ofBob().isClosed, false);
    });

    test('and goes after a while if the server brings nothing', async () => {
      await moved();
      await pass(61_000, 1000);

      assert.ok(ofAnn().isClosed && ofBob().isClosed);
    });

    test('an offer that crosses the move is not an error', async () => {
      const { ann } = await annAndBob();
      const errors = [];
      ann.on('error', (error) => errors.push(error));
      relay.moveToServer();
      relay.member('id-Ann').say({ type: 'error', code: 'wrong-mode', message: 'moved', of: 'createOffer', negotiation: 1 });
      await settle();

      assert.deepEqual(errors, []);
    });
  });
});
