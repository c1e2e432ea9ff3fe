import { useEffect, useRef } from 'react';
import type { RemoteTrack } from 'sluice-client';
import { markFirstRemoteFrame } from './firstFrame';

/** Somebody else's picture. It is there also while their camera is off, so that nothing flickers when it is on again. */
export function RemoteVideo({ track, label, hidden = false }: { track: RemoteTrack | null; label: string; hidden?: boolean }) {
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const element = video.current!;
    track?.attach(element);
    return () => track?.detach(element);
  }, [track]);

  useEffect(() => markFirstRemoteFrame(video.current!), []);

  return <video ref={video} autoPlay muted playsInline hidden={hidden} aria-label={label} />;
}

/** Somebody else's sound, out of the chosen speaker. */
export function RemoteAudio({ track, speaker }: { track: RemoteTrack; speaker: string }) {
  const audio = useRef<HTMLAudioElement>(null);

  useEffect(() => {
    const element = audio.current!;
    track.attach(element);
    return () => track.detach(element);
  }, [track]);

  useEffect(() => {
    const element = audio.current!;
    if ('setSinkId' in element && element.sinkId !== speaker) {
      void element.setSinkId(speaker).catch(() => undefined); // it was unplugged: the default one plays
    }
  }, [speaker]);

  return <audio ref={audio} autoPlay data-voice />;
}
