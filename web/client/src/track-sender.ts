import { degradationFor, encodingFor, type WantedQuality } from './encoding';
import type { Source } from './types';

/**
 * One local track on one connection: keeps the browser's sender at what is wanted of it.
 *
 * Only one change of a sender may be under way at a time, so wishes are noted and the latest one is carried out.
 */
export class TrackSender {
  readonly sender: RTCRtpSender;
  readonly connection: RTCPeerConnection;
  /** To the other browser itself rather than the server. */
  readonly direct: boolean;
  readonly #source: Source;
  #mediaTrack: MediaStreamTrack | null;
  #wanted: WantedQuality;
  #dirty = false;
  #working: Promise<void> | null = null;
  #stop: () => void = () => undefined;
  readonly #stopped = new Promise<void>((resolve) => (this.#stop = resolve));

  constructor(
    connection: RTCPeerConnection,
    sender: RTCRtpSender,
    direct: boolean,
    source: Source,
    mediaTrack: MediaStreamTrack | null,
    wanted: WantedQuality,
  ) {
    this.connection = connection;
    this.sender = sender;
    this.direct = direct;
    this.#source = source;
    this.#mediaTrack = mediaTrack;
    this.#wanted = wanted;
  }

  /** Sends this media track from now on, in this quality. Resolves when the sender does so; never rejects. */
  update(mediaTrack: MediaStreamTrack | null, wanted: WantedQuality): Promise<void> {
    this.#mediaTrack = mediaTrack;
    this.#wanted = wanted;
    this.#dirty = true;
    this.#working ??= this.#work().finally(() => (this.#working = null));
    return Promise.race([this.#working, this.#stopped]);
  }

  /** The connection is closed: what is under way there never comes to an end, and nobody should wait for it. */
  stop(): void {
    this.#stop();
  }

  async #work(): Promise<void> {
    while (this.#dirty) {
      this.#dirty = false;
      try {
        if (this.sender.track !== this.#mediaTrack) {
          await this.sender.replaceTrack(this.#mediaTrack);
        }
        if (this.#mediaTrack) {
          await this.#applyParameters(this.#mediaTrack);
        }
      } catch {
        // the connection was closed or renegotiated meanwhile; what replaces it begins with the right values
      }
    }
  }

  async #applyParameters(mediaTrack: MediaStreamTrack): Promise<void> {
    const parameters = this.sender.getParameters();
    const [encoding] = parameters.encodings;
    if (encoding) {
      Object.assign(encoding, encodingFor(this.#source, mediaTrack, this.#wanted));
      if (mediaTrack.kind === 'video') {
        parameters.degradationPreference = degradationFor(this.#source);
      }
      await this.sender.setParameters(parameters);
    }
  }
}
