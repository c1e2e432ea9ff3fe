import { encodingFor } from './encoding';
import type { LocalTrack } from './local-track';
import type { OfferedTrack } from './messages';
import { TrackSender } from './track-sender';

interface Section {
  readonly transceiver: RTCRtpTransceiver;
  readonly sender: TrackSender;
}

/** What one offer or answer says of our sections for certain. */
export interface Round {
  readonly tracks: readonly LocalTrack[];
  readonly retired: readonly RTCRtpTransceiver[];
}

/**
 * The sending sections of one connection: a transceiver of its own for each local track.
 *
 * When a track goes its section becomes inactive, and once that has been negotiated another track of the same kind takes it over.
 * The first section is never given up, which BUNDLE would mind.
 */
export class SendingSections {
  readonly #connection: RTCPeerConnection;
  readonly #direct: boolean;
  readonly #videoCodec: string | undefined;
  readonly #sections = new Map<LocalTrack, Section>();
  readonly #retiring = new Set<RTCRtpTransceiver>();
  readonly #free = new Set<RTCRtpTransceiver>();

  constructor(connection: RTCPeerConnection, direct: boolean, videoCodec: string | undefined) {
    this.#connection = connection;
    this.#direct = direct;
    this.#videoCodec = videoCodec;
  }

  add(track: LocalTrack): void {
    const { mediaTrack, quality } = track.sent;
    const free = [...this.#free].find((each) => each.receiver.track.kind === track.kind);
    const transceiver = free ?? this.#newTransceiver(track, mediaTrack);
    const sender = new TrackSender(this.#connection, transceiver.sender, this.#direct, track.source, mediaTrack, quality);
    if (free) {
      this.#free.delete(free);
      free.direction = 'sendonly';
    }
    void sender.update(mediaTrack, quality);
    this.#sections.set(track, { transceiver, sender });
    track.addSender(sender);
    if (track.kind === 'video' && this.#videoCodec) {
      prefer(transceiver, this.#videoCodec);
    }
  }

  remove(track: LocalTrack): void {
    const section = this.#sections.get(track);
    if (section) {
      this.#sections.delete(track);
      track.removeSender(section.sender);
      void section.sender.update(null, 'off');
      section.transceiver.direction = 'inactive';
      this.#retiring.add(section.transceiver);
    }
  }

  /** What an offer or answer that is made now is going to say. */
  round(): Round {
    return { tracks: [...this.#sections.keys()], retired: [...this.#retiring] };
  }

  /**
   * How the signaling message describes our sections, once the description is set and they have names: all of them, also of tracks
   * that came while the browser made the description, which may have them.
   */
  describe(): OfferedTrack[] {
    return [...this.#sections].flatMap(([track, { transceiver: { mid } }]) =>
      mid === null ? [] : [{ mid, track: track.id, source: track.source, muted: track.muted }],
    );
  }

  /** The other side has agreed. Returns the tracks that it did not accept. */
  settle(round: Round): LocalTrack[] {
    for (const transceiver of round.retired) {
      this.#retiring.delete(transceiver);
      if (transceiver.currentDirection !== 'stopped') {
        this.#free.add(transceiver);
      }
    }
    return round.tracks.filter((track) => {
      const transceiver = this.#sections.get(track)?.transceiver;
      return transceiver !== undefined && transceiver.mid !== null && transceiver.currentDirection !== 'sendonly';
    });
  }

  close(): void {
    for (const [track, { sender }] of this.#sections) {
      track.removeSender(sender);
      sender.stop();
    }
    this.#sections.clear();
  }

  #newTransceiver(track: LocalTrack, mediaTrack: MediaStreamTrack | null): RTCRtpTransceiver {
    return this.#connection.addTransceiver(mediaTrack ?? track.kind, {
      direction: 'sendonly',
      sendEncodings: [encodingFor(track.source, track.mediaTrack, track.sent.quality)],
    });
  }
}

function prefer(transceiver: RTCRtpTransceiver, codec: string): void {
  const all = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  const isWanted = (each: RTCRtpCodec) => each.mimeType.toLowerCase() === `video/${codec.toLowerCase()}`;
  const wanted = all.filter(isWanted);
  if (wanted.length > 0) {
    transceiver.setCodecPreferences([...wanted, ...all.filter((each) => !isWanted(each))]);
  }
}
