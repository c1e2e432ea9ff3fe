// RTCPeerConnection without media: the state machine of offers and answers, transceivers and their sections.
import { FakeMediaStreamTrack } from './fake-media.mjs';

let count = 0;

class FakeSender {
  #parameters;

  constructor(track, encodings = [{}]) {
    this.track = track;
    this.#parameters = { encodings: structuredClone(encodings) };
  }

  async replaceTrack(track) {
    await null;
    this.track = track;
  }

  getParameters() {
    return structuredClone(this.#parameters);
  }

  async setParameters(parameters) {
    await null;
    this.#parameters = structuredClone(parameters);
  }

  get encoding() {
    return this.#parameters.encodings[0];
  }
}

class FakeReceiver {
  stats = {};

  constructor(kind) {
    this.track = new FakeMediaStreamTrack(kind, {});
    this.track.muted = true;
  }

  async getStats() {
    return new Map([['in', { id: 'in', type: 'inbound-rtp', ...this.stats }]]);
  }

  /** Media arrives, and is decoded. */
  flow() {
    this.stats = { framesDecoded: 1, packetsReceived: 1 };
    this.track.muted = false;
    this.track.dispatchEvent(new Event('unmute'));
  }
}

class FakeTransceiver {
  mid = null;
  currentDirection = null;
  codecs = null;
  #direction;
  #changed;

  constructor(kind, direction, sender, changed) {
    this.kind = kind;
    this.#direction = direction;
    this.#changed = changed;
    this.sender = sender;
    this.receiver = new FakeReceiver(kind);
  }

  get direction() {
    return this.#direction;
  }

  set direction(direction) {
    this.#direction = direction;
    this.#changed();
  }

  setCodecPreferences(codecs) {
    this.codecs = codecs;
  }
}

class FakeDataChannel {
  readyState = 'connecting';
  sent = [];
  onopen = null;
  onmessage = null;

  constructor(label, options) {
    this.label = label;
    this.id = options.id;
  }

  send(data) {
    this.sent.push(data);
    this.other?.onmessage?.({ data });
  }

  open(other) {
    this.other = other;
    this.readyState = 'open';
    this.onopen?.();
  }
}

export class FakePeerConnection extends EventTarget {
  static all = [];
  /** What the next calls of these methods reject with. */
  static failures = {};
  signalingState = 'stable';
  connectionState = 'new';
  localDescription = null;
  remoteDescription = null;
  onicecandidate = null;
  onnegotiationneeded = null;
  channel = null;
  candidates = [];
  restarts = 0;
  sessionId = String(++count);
  #transceivers = [];
  #chain = Promise.resolve();
  #order = [];
  #negotiated = new Map();
  #channelNegotiated = false;
  #checking = false;
  #nextMid = 0;
  #fresh = [];

  constructor(configuration) {
    super();
    this.configuration = configuration;
    FakePeerConnection.all.push(this);
  }

  addTransceiver(trackOrKind, { direction, sendEncodings }) {
    const track = typeof trackOrKind === 'string' ? null : trackOrKind;
    const kind = track?.kind ?? trackOrKind;
    const transceiver = new FakeTransceiver(kind, direction, new FakeSender(track, sendEncodings), () => this.#changed());
    this.#transceivers.push(transceiver);
    this.#changed();
    return transceiver;
  }

  getTransceivers() {
    return [...this.#transceivers];
  }

  createDataChannel(label, options) {
    this.channel = new FakeDataChannel(label, options);
    this.#changed();
    return this.channel;
  }

  setLocalDescription(description) {
    return this.#operate('setLocalDescription', () => {
      if (description?.type === 'rollback') {
        this.#rollback();
      } else if (this.signalingState === 'have-remote-offer') {
        this.#answer();
      } else {
        this.#offer();
      }
    });
  }

  setRemoteDescription(description) {
    return this.#operate('setRemoteDescription', () => {
      if (description.type === 'offer') {
        if (this.signalingState === 'have-local-offer') {
          this.#rollback();
        }
        this.#onOffer(description);
      } else {
        if (this.signalingState !== 'have-local-offer') {
          throw new DOMException(`an answer in ${this.signalingState}`, 'InvalidStateError');
        }
        this.#onAnswer(description);
      }
    });
  }

  async addIceCandidate(candidate) {
    await null;
    this.candidates.push(candidate ?? null);
  }

  restartIce() {
    this.restarts++;
  }

  async getStats() {
    return new Map();
  }

  close() {
    this.signalingState = 'closed';
    this.connectionState = 'closed';
  }

  // What a test lets happen.

  become(connectionState) {
    this.connectionState = connectionState;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  find(candidate) {
    this.onicecandidate?.({ candidate: candidate === null ? null : { candidate, toJSON: () => ({ candidate, sdpMid: '0' }) } });
  }

  receiverOf(mid) {
    return this.#transceivers.find((each) => each.mid === mid)?.receiver;
  }

  get isClosed() {
    return this.signalingState === 'closed';
  }

  // Descriptions: the o= line, the data channel, and per section its kind, mid and direction.

  #describe(type) {
    const sections = this.#order.map(({ kind, mid, direction }) => `m=${kind}\r\na=mid:${mid}\r\na=${direction}\r\n`);
    const channel = this.channel ? 'm=application\r\n' : '';
    return { type, sdp: `v=0\r\no=- ${this.sessionId} 1 IN IP4 0.0.0.0\r\n${sections.join('')}${channel}` };
  }

  #offer() {
    this.#fresh = this.#transceivers.filter(({ mid }) => mid === null);
    this.#fresh.forEach((each) => (each.mid = this.#newMid()));
    this.#order = this.#transceivers;
    this.localDescription = this.#describe('offer');
    this.signalingState = 'have-local-offer';
  }

  #answer() {
    const offered = parse(this.remoteDescription.sdp);
    this.#order = offered.map(({ mid }) => this.#transceivers.find((each) => each.mid === mid));
    this.localDescription = this.#describe('answer');
    this.#order.forEach((each, index) => this.#agree(each, offered[index].direction));
    this.#becomeStable();
  }

  #onOffer(description) {
    this.remoteDescription = description;
    for (const { kind, mid, direction } of parse(description.sdp)) {
      if (!this.#transceivers.some((each) => each.mid === mid)) {
        const transceiver = new FakeTransceiver(kind, direction === 'inactive' ? 'inactive' : 'recvonly', new FakeSender(null), () => undefined);
        transceiver.mid = mid;
        this.#transceivers.push(transceiver);
      }
    }
    this.signalingState = 'have-remote-offer';
  }

  #onAnswer(description) {
    this.remoteDescription = description;
    const answered = parse(description.sdp);
    this.#transceivers
      .filter(({ mid }) => mid !== null)
      .forEach((each) => this.#agree(each, answered.find(({ mid }) => mid === each.mid)?.direction ?? 'inactive'));
    this.#becomeStable();
  }

  #agree(transceiver, theirs) {
    const sends = transceiver.direction.startsWith('send') && /recv/.test(theirs);
    const receives = /recv/.test(transceiver.direction) && theirs.startsWith('send');
    transceiver.currentDirection = sends ? 'sendonly' : receives ? 'recvonly' : 'inactive';
    this.#negotiated.set(transceiver, transceiver.direction);
  }

  #becomeStable() {
    this.#fresh = [];
    this.#channelNegotiated = this.channel !== null;
    this.signalingState = 'stable';
    this.#changed();
  }

  #rollback() {
    this.#fresh.forEach((each) => (each.mid = null));
    this.#fresh = [];
    this.signalingState = 'stable';
    this.#changed();
  }

  #newMid() {
    return `${this.sessionId}.${this.#nextMid++}`;
  }

  #changed() {
    if (this.#checking) {
      return;
    }
    this.#checking = true;
    setImmediate(() => {
      this.#checking = false;
      if (this.signalingState === 'stable' && this.#isNegotiationNeeded()) {
        this.onnegotiationneeded?.(new Event('negotiationneeded'));
      }
    });
  }

  #isNegotiationNeeded() {
    return (
      (this.channel !== null && !this.#channelNegotiated) ||
      this.#transceivers.some((each) => each.mid === null || this.#negotiated.get(each) !== each.direction)
    );
  }

  /** One after the other, none at once, and never to an end once closed: as the specification has it. */
  #operate(name, action) {
    const result = this.#chain.then(async () => {
      await new Promise(setImmediate);
      if (this.isClosed) {
        await new Promise(() => undefined);
      }
      const failure = FakePeerConnection.failures[name];
      if (failure) {
        delete FakePeerConnection.failures[name];
        throw failure;
      }
      action();
    });
    this.#chain = result.catch(() => undefined);
    return result;
  }
}

/** The sections of a description. */
export function parse(sdp) {
  return sdp
    .split('m=')
    .slice(1)
    .filter((section) => !section.startsWith('application'))
    .map((section) => {
      const [kind, mid, direction] = section.trim().split('\r\n');
      return { kind, mid: mid.slice('a=mid:'.length), direction: direction.slice('a='.length) };
    });
}

/** An offer of the server: the anchor and what it brings, as lines `audio 1 sendonly`. */
export function serverOffer(session, ...sections) {
  return description(session, ['audio anchor inactive', ...sections]);
}

/** The server's answer: it takes whatever is sent, but for the kinds in `refused`. */
export function serverAnswer(offer, refused = []) {
  return description(
    'server',
    parse(offer).map(({ kind, mid, direction }) => `${kind} ${mid} ${direction === 'sendonly' && !refused.includes(kind) ? 'recvonly' : 'inactive'}`),
  );
}

function description(session, sections) {
  const lines = sections.map((section) => {
    const [kind, mid, direction] = section.split(' ');
    return `m=${kind}\r\na=mid:${mid}\r\na=${direction}\r\n`;
  });
  return `v=0\r\no=- ${session} 1 IN IP4 0.0.0.0\r\n${lines.join('')}`;
}
