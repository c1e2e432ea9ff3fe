// Cameras, microphones and screens.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Room } from '../dist/sluice-client.js';
import { Server, connections, joinedRoom, listen, newWorld, pass, settle, socket } from './lib/world.mjs';

describe('devices', () => {
  let devices;
  let room;

  beforeEach(() => {
    ({ devices } = newWorld());
    room = new Room({ room: 'demo', name: 'Ann' });
  });

  for (const [failure, code] of [
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
  ]) {
    test(`${failure} is ${code}`, async () => {
      devices.failure = failure;

      await assert.rejects(room.local.publishCamera(), { name: 'RoomError', code: `camera-${code}` });
      await assert.rejects(room.local.publishMicrophone(), { name: 'RoomError', code: `microphone-${code}` });
      assert.equal(room.local.tracks.size, 0);
    });
  }

  test('a page that is not secure is told why there are no devices', async () => {
    globalThis.navigator = {};
    globalThis.isSecureContext = false;
    await assert.rejects(room.local.publishCamera(), { code: 'insecure-context' });

    globalThis.isSecureContext = true;
    await assert.rejects(room.local.publishCamera(), { code: 'unsupported-browser' });
  });

  test('two clicks open one camera', async () => {
    const [first, second] = await Promise.all([room.local.publishCamera(), room.local.publishCamera()]);

    assert.equal(first, second);
    assert.equal(devices.opened.length, 1);
  });

  test('a camera that is published already is unmuted', async () => {
    const track = await room.local.publishCamera();
    track.mute();

    assert.equal(await room.local.publishCamera(), track);
    assert.equal(track.muted, false);
  });

  test('what is asked for is asked of the browser', async () => {
    await room.local.publishCamera({ height: { ideal: 90 }, frameRate: 10 });

    assert.deepEqual(devices.opened[0].video, { width: { ideal: 1280 }, height: { ideal: 90 }, frameRate: 10 });
  });

  test('a device chosen before is opened later', async () => {
    await room.local.switchDevice('video', 'second');
    await room.local.publishCamera();

    assert.deepEqual(devices.opened[0].video.deviceId, { exact: 'second' });
  });

  describe('a muted camera', () => {
    let server;
    let track;

    beforeEach(async () => {
      server = new Server();
      room = await joinedRoom(server);
      const publishing = room.local.publishCamera();
      await settle();
      await server.agree();
      track = await publishing;
    });

    const sender = () => connections().at(-1).getTransceivers()[0].sender;

    test('is let go after a moment, and opened again when it is unmuted', async () => {
      const before = track.mediaTrack;
      track.mute();
      await pass(500);
      assert.equal(before.readyState, 'live');
      await pass(1000);
      assert.equal(before.readyState, 'ended');
      assert.equal(sender().track, null);

      await track.unmute();
      assert.notEqual(track.mediaTrack, before);
      assert.equal(sender().track, track.mediaTrack);
      assert.equal(track.mediaTrack.enabled, true);
      assert.deepEqual(server.heardOf('mute').map(({ muted }) => muted), [true, false]);
    });

    test('stays open over a short mute', async () => {
      track.mute();
      await pass(500);
      await track.unmute();
      await pass(2000);

      assert.equal(track.mediaTrack.readyState, 'live');
      assert.equal(devices.opened.length, 1);
    });

    test('that cannot be opened again stays muted, with an error', async () => {
      const errors = listen(room, 'error');
      track.mute();
      await pass(1500);
      devices.failure = 'NotReadableError';
      await track.unmute();
      assert.equal(track.muted, true);
      assert.deepEqual(errors.map(({ code }) => code), ['camera-busy']);

      devices.failure = null;
      await track.unmute();
      assert.equal(track.muted, false);
    });

    test('muted again while it is being opened stays muted, and is let go again', async () => {
      track.mute();
      await pass(1500);
      let open;
      devices.gate = new Promise((resolve) => (open = resolve));
      const unmuting = track.unmute();
      track.mute();
      open();
      await unmuting;
      assert.equal(track.muted, true);
      assert.equal(track.mediaTrack.enabled, false);
      await pass(1500);

      assert.equal(track.mediaTrack.readyState, 'ended');
    });

    test('unpublished while it is being opened is not left open', async () => {
      track.mute();
      await pass(1500);
      let open;
      devices.gate = new Promise((resolve) => (open = resolve));
      const unmuting = track.unmute();
      await room.local.unpublish(track);
      open();
      await unmuting;
      await settle();

      assert.equal(track.mediaTrack.readyState, 'ended');
    });

    test('is exchanged for another one without being opened', async () => {
      track.mute();
      await pass(1500);
      await room.local.switchDevice('video', 'second');
      assert.equal(devices.opened.length, 1);
      await track.unmute();

      assert.deepEqual(devices.opened[1].video.deviceId, { exact: 'second' });
    });

    test('is published as muted when the room has to be joined again', async () => {
      track.mute();
      await pass(1500);
      socket().say({ type: 'comeBack', after: 10 });
      await pass(100);
      await server.admit();

      assert.equal(server.last('createOffer').tracks[0].muted, true);
      assert.equal(sender().track, null);
      await track.unmute();
      assert.equal(sender().track, track.mediaTrack);
    });
  });

  test('a camera is exchanged in mid-call without negotiation', async () => {
    const server = new Server();
    room = await joinedRoom(server);
    const publishing = room.local.publishCamera();
    await settle();
    await server.agree();
    const track = await publishing;
    const before = track.mediaTrack;
    await room.local.switchDevice('video', 'second');

    assert.notEqual(track.mediaTrack, before);
    assert.equal(before.readyState, 'ended');
    assert.equal(server.heardOf('createOffer').length, 1);
  });

  test('a camera that cannot be exchanged stays', async () => {
    const track = await room.local.publishCamera();
    devices.failure = 'OverconstrainedError';
    await assert.rejects(room.local.switchDevice('video', 'none'), { code: 'camera-missing' });

    assert.equal(track.mediaTrack.readyState, 'live');
  });

  test('a microphone that is unplugged is replaced by the one there is', async () => {
    const track = await room.local.publishMicrophone({ deviceId: 'headset' });
    track.mediaTrack.end();
    await settle();

    assert.equal(track.mediaTrack.readyState, 'live');
    assert.equal(devices.opened[1].audio.deviceId, undefined);
  });

  test('without any other it is muted, and the room tells', async () => {
    const events = listen(room, 'error', 'localTrackEnded');
    const track = await room.local.publishMicrophone();
    devices.failure = 'NotFoundError';
    track.mediaTrack.end();
    await settle();

    assert.equal(track.muted, true);
    assert.deepEqual(events.map(({ code, name }) => code ?? name), ['device-lost', 'localTrackEnded']);
  });

  test('a shared screen is sent for its details, and ends when the user stops it', async () => {
    const events = listen(room, 'localTrackEnded');
    const track = await room.local.publishScreen({ audio: true });
    assert.equal(track.mediaTrack.contentHint, 'detail');
    assert.deepEqual([...room.local.tracks.keys()], ['screen', 'screen-audio']);
    track.mediaTrack.end();
    await settle();

    assert.equal(room.local.tracks.size, 0);
    assert.deepEqual(events.map(({ track: ended }) => ended), [track]);
  });

  test('its sound goes with it when it is unpublished', async () => {
    const track = await room.local.publishScreen({ audio: true });
    await room.local.unpublish(track);

    assert.equal(room.local.tracks.size, 0);
  });

  test('a user who does not want to share is no surprise', async () => {
    devices.failure = 'NotAllowedError';

    await assert.rejects(room.local.publishScreen(), { code: 'screen-denied' });
  });
});
