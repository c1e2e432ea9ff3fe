import { useEffect, useRef } from 'react';

interface LocalVideoProps {
  track: MediaStreamTrack;
  label: string;
  mirrored?: boolean;
}

/**
 * A picture from this machine, without sound. A page in the background lets go of it: it would only hold on to the camera's
 * few buffers, which every tab with the same camera shares.
 */
export function LocalVideo({ track, label, mirrored = false }: LocalVideoProps) {
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const element = video.current!;
    const page = element.ownerDocument;
    const update = () => {
      const isWatched = !page.hidden || page.pictureInPictureElement === element;
      element.srcObject = isWatched ? new MediaStream([track]) : null;
    };
    update();
    page.addEventListener('visibilitychange', update);
    return () => page.removeEventListener('visibilitychange', update);
  }, [track]);

  return <video ref={video} autoPlay muted playsInline className={mirrored ? 'mirrored' : ''} aria-label={label} />;
}
