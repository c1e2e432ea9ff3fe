// Cameras, microphones and media elements as browsers have them, as far as the library looks at them.
let count = 0;

export class FakeMediaStreamTrack extends EventTarget {
  id = `media-${++count}`;
  enabled = true;
  muted = false;
  readyState = 'live';
  contentHint = '';
  settings;

  constructor(kind, settings = kind === 'video' ? { width: 1280, height: 720 } : {}) {
    super();
    this.kind = kind;
    this.settings = settings;
  }

  getSettings() {
    return this.settings;
  }

  stop() {
    this.readyState = 'ended';
  }

  /** What happens when a device is unplugged, or the user stops sharing: not by `stop()`. */
  end() {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

export class FakeMediaStream {
  tracks = new Set();

  constructor(tracks = []) {
    tracks.forEach((track) => this.tracks.add(track));
  }

  addTrack(track) {
    this.tracks.add(track);
  }

  removeTrack(track) {
    this.tracks.delete(track);
  }

  getTracks() {
    return [...this.tracks];
  }

  getVideoTracks() {
    return this.getTracks().filter(({ kind }) => kind === 'video');
  }

  getAudioTracks() {
    return this.getTracks().filter(({ kind }) => kind === 'audio');
  }
}

export class FakeElement {
  srcObject = null;
  plays = 0;
  /** Set to refuse like a browser whose user has not clicked yet. */
  refuses = false;

  async play() {
    if (this.refuses) {
      throw new DOMException('a gesture is needed', 'NotAllowedError');
    }
    if (this.srcObject === null) {
      await new Promise(() => undefined); // as browsers do
    }
    this.plays++;
  }
}

/** `navigator.mediaDevices` with one camera and one microphone; `failure` makes it refuse. */
export class FakeMediaDevices {
  opened = [];
  failure = null;
  /** Set to a promise to let an opening take its time. */
  gate = null;

  async getUserMedia(constraints) {
    await this.gate;
    this.#mayFail();
    const kind = constraints.video ? 'video' : 'audio';
    this.opened.push(constraints);
    return new FakeMediaStream([new FakeMediaStreamTrack(kind)]);
  }

  async getDisplayMedia({ audio }) {
    this.#mayFail();
    const tracks = [new FakeMediaStreamTrack('video', { width: 1920, height: 1080 })];
    return new FakeMediaStream(audio ? [...tracks, new FakeMediaStreamTrack('audio')] : tracks);
  }

  #mayFail() {
    if (this.failure) {
      throw new DOMException('no', this.failure);
    }
  }
}
