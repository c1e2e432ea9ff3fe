import { useEffect } from 'react';
import type { RemoteTrack } from 'sluice-client';
import { qualityFor } from '../logic/health';

/** Tiles slide for a moment when somebody comes: that is no reason to ask for another quality. */
const SETTLE_MS = 400;

/** Asks for as much of a video as its tile can show, and for none while there is no tile. */
export function useWantedVideo(track: RemoteTrack | null, height: number | null): void {
  const quality = height === null ? null : qualityFor(height, devicePixelRatio);

  useEffect(() => {
    if (!track) {
      return;
    }
    const timer = setTimeout(() => {
      if (quality === null) {
        track.pause();
      } else {
        track.setQuality(quality);
        track.resume();
      }
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [track, quality]);
}
