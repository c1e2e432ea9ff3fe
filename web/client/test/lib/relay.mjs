// A server of rooms that are peer to peer: passes on what two browsers say to each other, and moves the room when told to.
import { assertValid } from './schema.mjs';
import { FakeWebSocket } from './fake-web-socket.mjs';

export class Relay {
  members = [];
  /** Called with each message before it is passed on; true keeps it back. */
  holds = () => false;

  constructor() {
    FakeWebSocket.onNew = (socket) => {
      socket.onSent = (message) => this.#onMessage(socket, message);
      setImmediate(() => socket.open());
    };
  }

  /** As when a third person joins. */
  moveToServer() {
    this.members.forEach((member) => member.say({ type: 'mode', mode: 'sfu' }));
  }

  member(id) {
    return this.members.find((each) => each.id === id);
  }

  #onMessage(socket, message) {
    assertValid(message);
    if (message.type === 'join') {
      this.#join(socket, message);
      return;
    }
    if (message.type === 'ping') {
      socket.say({ type: 'pong' });
      return;
    }
    const member = this.members.find((each) => each.socket === socket);
    member.heard.push(message);
    if (message.to && !this.holds(member, message)) {
      this.pass(member, message);
    }
  }

  pass(member, { to, seq, ...message }) {
    const peer = this.member(to);
    const polite = message.type === 'createOffer' ? { polite: this.members.indexOf(peer) > this.members.indexOf(member) } : {};
    if (message.tracks) {
      this.#show(member, peer, message);
    }
    peer.say({ ...message, ...polite, from: member.id });
  }

  #show(member, peer, { tracks, sdp }) {
    const names = tracks.map(({ track }) => track);
    member.tracks.filter(({ track }) => !names.includes(track)).forEach(({ track }) => peer.say({ type: 'trackRemoved', participant: member.id, track }));
    const infos = tracks.map(({ mid, track, source, muted }) => ({ track, source, muted, kind: kindOf(sdp, mid) }));
    infos
      .filter(({ track }) => !member.tracks.some((each) => each.track === track))
      .forEach((track) => peer.say({ type: 'trackAdded', participant: member.id, track }));
    member.tracks = infos;
  }

  #join(socket, { room, name }) {
    const member = new Member(`id-${name}`, name, socket);
    const participants = this.members.map(({ id, name: other, tracks }) => ({ id, name: other, tracks, away: false }));
    socket.say({ type: 'joined', participant: member.id, token: 't', room, name, mode: 'p2p', resumeWithin: 15, participants, speakers: [], version: '1' });
    this.members.forEach((each) => each.say({ type: 'participantJoined', participant: { id: member.id, name, tracks: [], away: false } }));
    this.members.push(member);
  }
}

class Member {
  seq = 0;
  tracks = [];
  heard = [];

  constructor(id, name, socket) {
    Object.assign(this, { id, name, socket });
  }

  say(message) {
    const numbered = { ...message, seq: ++this.seq };
    assertValid(numbered, 'server');
    this.socket.say(numbered);
  }

  heardOf(type) {
    return this.heard.filter((message) => message.type === type);
  }
}

function kindOf(sdp, mid) {
  return new RegExp(`m=(\\w+)\\r\\na=mid:${mid}\\r`).exec(sdp)[1];
}
