import { useEffect, useRef } from 'react';

interface LocalVideoProps {
  track: MediaStreamTrack;
  label: string;
  mirrored?: boolean;
}

/** A picture from this machine, without sound. */
export function LocalVideo({ track, label, mirrored = false }: LocalVideoProps) {
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    video.current!.srcObject = new MediaStream([track]);
  }, [track]);

  return <video ref={video} autoPlay muted playsInline className={mirrored ? 'mirrored' : ''} aria-label={label} />;
}
