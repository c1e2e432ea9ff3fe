import { useEffect, useRef } from 'react';

/** Shows how loud the microphone is, so that a dead one is noticed before somebody else says so. */
export function LevelMeter({ stream }: { stream: MediaStream }) {
  const meter = useRef<HTMLMeterElement>(null);

  useEffect(() => {
    if (stream.getAudioTracks().length === 0) {
      return;
    }
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 512 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let frame = 0;
    const draw = () => {
      analyser.getFloatTimeDomainData(samples);
      meter.current!.value = Math.max(...samples.map(Math.abs));
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      void context.close();
    };
  }, [stream]);

  return <meter ref={meter} min={0} max={1} aria-label="Microphone level" />;
}
