/** What the panel below a video shows. Rates are per second over the time between two samples. */
export interface MediaStats {
  codec: string;
  width: number;
  height: number;
  framesPerSecond: number;
  videoKbps: number;
  audioKbps: number;
  packetsLost: number;
  jitterMs: number | null;
  roundTripMs: number | null;
  framesDecoded: number;
}

interface Counters {
  at: number;
  video: number;
  audio: number;
}

/** Turns the browser's cumulative statistics into what people read. */
export class StatsReader {
  #before: Counters | null = null;

  async read(connection: RTCPeerConnection): Promise<MediaStats> {
    const report = [...(await connection.getStats()).values()];
    const streams = report.filter((entry) => entry.type === 'inbound-rtp' || entry.type === 'outbound-rtp');
    const video = streams.find((entry) => entry.kind === 'video') ?? {};
    const audio = streams.find((entry) => entry.kind === 'audio') ?? {};
    const remote = report.find((entry) => entry.type === 'remote-inbound-rtp' && entry.kind === 'video') ?? {};
    const pair = report.find((entry) => entry.type === 'candidate-pair' && entry.nominated) ?? {};
    const codec = report.find((entry) => entry.id === video.codecId);
    const now = { at: performance.now(), video: bytes(video), audio: bytes(audio) };
    const before = this.#before ?? now;
    this.#before = now;
    return {
      codec: codec ? codec.mimeType.split('/')[1] : '',
      width: video.frameWidth ?? 0,
      height: video.frameHeight ?? 0,
      framesPerSecond: Math.round(video.framesPerSecond ?? 0),
      videoKbps: kbps(now.video - before.video, now.at - before.at),
      audioKbps: kbps(now.audio - before.audio, now.at - before.at),
      packetsLost: video.packetsLost ?? remote.packetsLost ?? 0,
      jitterMs: milliseconds(video.jitter ?? remote.jitter),
      roundTripMs: milliseconds(pair.currentRoundTripTime ?? remote.roundTripTime),
      framesDecoded: video.framesDecoded ?? 0,
    };
  }
}

function bytes(stream: { bytesReceived?: number; bytesSent?: number }): number {
  return stream.bytesReceived ?? stream.bytesSent ?? 0;
}

function kbps(count: number, ms: number): number {
  return ms > 0 ? Math.round((count * 8) / ms) : 0;
}

function milliseconds(seconds: number | undefined): number | null {
  return seconds === undefined ? null : Math.round(seconds * 1000);
}
