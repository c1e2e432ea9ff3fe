import type { Quality, Source } from './types';

/** The most that anybody wants of a track now; nobody wants one that is `off`. */
export type WantedQuality = Quality | 'off';

interface Limits {
  /** Of the shorter side, in pixels; the picture is scaled down to it, never up. */
  lines: number;
  bitrate: number;
  framesPerSecond: number;
}

const CAMERA: Record<Quality, Limits> = {
  high: { lines: 1080, bitrate: 2_500_000, framesPerSecond: 30 },
  medium: { lines: 360, bitrate: 700_000, framesPerSecond: 30 },
  low: { lines: 180, bitrate: 200_000, framesPerSecond: 15 },
};

/** Text has to stay readable: frames go first, lines last. */
const SCREEN: Record<Quality, Limits> = {
  high: { lines: 2160, bitrate: 4_000_000, framesPerSecond: 30 },
  medium: { lines: 1080, bitrate: 1_500_000, framesPerSecond: 10 },
  low: { lines: 720, bitrate: 500_000, framesPerSecond: 5 },
};

const SCREEN_AUDIO_BITRATE = 128_000;

/** How a sender is to encode the track when this much is wanted of it. */
export function encodingFor(source: Source, mediaTrack: MediaStreamTrack, wanted: WantedQuality): RTCRtpEncodingParameters {
  const active = wanted !== 'off';
  if (mediaTrack.kind === 'audio') {
    return source === 'screen-audio' ? { active, maxBitrate: SCREEN_AUDIO_BITRATE } : { active };
  }
  const limits = (source === 'screen' ? SCREEN : CAMERA)[active ? wanted : 'low'];
  return {
    active,
    maxBitrate: limits.bitrate,
    maxFramerate: limits.framesPerSecond,
    scaleResolutionDownBy: Math.max(1, shorterSide(mediaTrack) / limits.lines),
  };
}

/** What suffers first when the link is narrow. */
export function degradationFor(source: Source): RTCDegradationPreference {
  return source === 'screen' ? 'maintain-resolution' : 'maintain-framerate';
}

function shorterSide(mediaTrack: MediaStreamTrack): number {
  const { width = 0, height = 0 } = mediaTrack.getSettings();
  return Math.min(width, height);
}
