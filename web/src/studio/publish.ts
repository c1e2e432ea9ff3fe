import { Session } from './session';

export type VideoCodec = 'auto' | 'VP8' | 'H264' | 'VP9' | 'AV1';

/** Sends every track of the stream to the room under the name. Ask for `session.connection.connectionState` to follow it. */
export async function publish(
  session: Session,
  stream: MediaStream,
  room: string,
  name: string,
  codec: VideoCodec,
): Promise<void> {
  for (const track of stream.getTracks()) {
    const transceiver = session.connection.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
    if (track.kind === 'video') {
      prefer(transceiver, codec);
    }
  }
  await session.negotiate(`/whip/${encodeURIComponent(room)}?name=${encodeURIComponent(name)}`);
}

/** Codecs that this browser can send, in our words. */
export function sendableCodecs(): VideoCodec[] {
  const known = new Set(capabilities().map((codec) => codec.mimeType.toUpperCase()));
  const all: VideoCodec[] = ['VP8', 'H264', 'VP9', 'AV1'];
  return ['auto', ...all.filter((codec) => known.has(`VIDEO/${codec}`))];
}

function prefer(transceiver: RTCRtpTransceiver, codec: VideoCodec): void {
  if (codec === 'auto') {
    return;
  }
  const isWanted = (candidate: RTCRtpCodec) => candidate.mimeType.toUpperCase() === `VIDEO/${codec}`;
  const all = capabilities();
  transceiver.setCodecPreferences([...all.filter(isWanted), ...all.filter((other) => !isWanted(other))]);
}

function capabilities(): RTCRtpCodec[] {
  return RTCRtpSender.getCapabilities('video')?.codecs ?? [];
}
