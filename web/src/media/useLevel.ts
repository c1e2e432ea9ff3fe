import { useEffect, type RefObject } from 'react';

const EVERY_MS = 60;
const DECAY = 0.82;
const SILENCE_DB = -60;

/** Writes how loud the track is, 0 to 1, into the CSS variable `--level` of the element, without rendering anything. */
export function useLevel(track: MediaStreamTrack | null, element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!track || track.readyState === 'ended') {
      return;
    }
    const target = element.current;
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 1024 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let shown = 0;
    const timer = setInterval(() => {
      if (context.state === 'suspended' && navigator.userActivation.hasBeenActive) {
        void context.resume(); // some browsers want a click on the page first
      }
      analyser.getFloatTimeDomainData(samples);
      shown = Math.max(loudness(samples), shown * DECAY);
      target?.style.setProperty('--level', shown.toFixed(2));
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      target?.style.setProperty('--level', '0');
      void context.close();
    };
  }, [track, element]);
}

function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(Math.max(power, 1e-9));
  return Math.max(0, 1 - decibels / SILENCE_DB);
}
