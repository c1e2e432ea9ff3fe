// A browser without media and a server that is scripted, in virtual time.
import { mock } from 'node:test';
import { RoomError, Room } from '../../dist/sluice-client.js';
import { FakeMediaDevices, FakeMediaStream, FakeMediaStreamTrack } from './fake-media.mjs';
import { FakePeerConnection, serverAnswer } from './fake-peer-connection.mjs';
import { FakeWebSocket } from './fake-web-socket.mjs';
import { assertValid } from './schema.mjs';

/** Puts the fakes in place of the browser; to be called before each test. */
export function newWorld() {
  FakeWebSocket.all = [];
  FakeWebSocket.onNew = null;
  FakePeerConnection.all = [];
  FakePeerConnection.failures = {};
  const page = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const devices = new FakeMediaDevices();
  const values = {
    WebSocket: FakeWebSocket,
    RTCPeerConnection: FakePeerConnection,
    RTCRtpSender: { getCapabilities: () => ({ codecs: [{ mimeType: 'video/VP8' }, { mimeType: 'video/VP9' }] }) },
    MediaStream: FakeMediaStream,
    navigator: { mediaDevices: devices },
    isSecureContext: true,
    location: { protocol: 'https:', host: 'sluice.example' },
    document,
    sessionStorage: new FakeStorage(),
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  };
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  return { page, document, devices };
}

class FakeStorage {
  values = new Map();

  getItem(key) {
    return this.values.get(key) ?? null;
  }

  setItem(key, value) {
    this.values.set(key, value);
  }

  removeItem(key) {
    this.values.delete(key);
  }
}

/** Lets everything happen that needs no time. */
export async function settle() {
  for (let round = 0; round < 30; round++) {
    await new Promise(setImmediate);
  }
}

/** Lets time pass, with everything that happens in it. */
export async function pass(ms, step = 50) {
  for (let passed = 0; passed < ms; passed += step) {
    mock.timers.tick(Math.min(step, ms - passed));
    await settle();
  }
}

/** The newest socket that the library has opened. */
export function socket() {
  return FakeWebSocket.all.at(-1);
}

export function connections() {
  return FakePeerConnection.all;
}

export function video(settings) {
  return new FakeMediaStreamTrack('video', settings);
}

export function audio() {
  return new FakeMediaStreamTrack('audio');
}

export function trackInfo(track, more = {}) {
  return { track, kind: 'video', source: 'camera', muted: false, ...more };
}

export function participant(id, more = {}) {
  return { id, name: `name of ${id}`, tracks: [], away: false, ...more };
}

/** The server as one member sees it: it numbers what it says and remembers what it has heard. */
export class Server {
  seq = 0;
  /** Every numbered message that has come, by its number, over all sockets. */
  heard = [];

  constructor() {
    FakeWebSocket.onNew = (each) => (each.onSent = (message) => this.#hear(message));
  }

  #hear(message) {
    assertValid(message);
    if (message.seq !== undefined) {
      this.heard.push(message);
    }
  }

  /** Lets the newest socket open and the member in. */
  async admit(more = {}) {
    socket().open();
    await settle();
    this.seq = 0;
    socket().say(joined(more));
    await settle();
  }

  /** Numbered, to the newest socket. */
  async say(message) {
    const numbered = { ...message, seq: ++this.seq };
    assertValid(numbered, 'server');
    socket().say(numbered);
    await settle();
  }

  /** What has come of this type. */
  heardOf(type) {
    return this.heard.filter((message) => message.type === type);
  }

  last(type) {
    return this.heardOf(type).at(-1);
  }

  /** Answers the newest offer of the publishing connection. */
  async agree(refused = []) {
    const { negotiation, sdp } = this.heardOf('createOffer').filter(({ connection }) => connection === 'publish').at(-1);
    await this.say({ type: 'createAnswer', connection: 'publish', negotiation, sdp: serverAnswer(sdp, refused) });
  }
}

export function joined(more = {}) {
  return {
    type: 'joined',
    participant: 'me',
    token: 'token-1',
    room: 'demo',
    name: 'Ann',
    mode: 'sfu',
    resumeWithin: 15,
    participants: [],
    speakers: [],
    version: '1',
    ...more,
  };
}

/** A room that has been joined, and what it tells. */
export async function joinedRoom(server, joinedMore = {}, options = {}) {
  const room = new Room({ room: 'demo', name: 'Ann', ...options });
  const joining = room.join();
  await server.admit(joinedMore);
  await joining;
  return room;
}

/** The newest socket answers pings from now on. */
export function keepAlive() {
  const each = socket();
  const hear = each.onSent;
  each.onSent = (message) => {
    hear(message);
    if (message.type === 'ping') {
      each.say({ type: 'pong' });
    }
  };
}

/** Cuts the newest socket, and the session is resumed over another one. */
export async function resume(server) {
  socket().cut();
  await pass(200);
  socket().open();
  await settle();
  socket().say({ type: 'resumed', received: server.heard.at(-1).seq });
  await settle();
}

/** Collects events by name. */
export function listen(room, ...names) {
  const events = [];
  for (const name of names) {
    room.on(name, (payload) => events.push({ name, ...(payload instanceof RoomError ? { code: payload.code } : payload) }));
  }
  return events;
}
