import { useEffect, useRef, useState } from 'react';
import { play } from './play';
import { Session } from './session';
import { explain } from './explain';
import type { Place } from '../app/place';
import { Stage, type Status } from './Stage';

/** Plays one participant, waiting for them when they are not there yet. */
export function Player({ place, onLeave }: { place: Place; onLeave: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [session, setSession] = useState<Session | null>(null);
  const [firstFrameMs, setFirstFrameMs] = useState<number | null>(null);
  const [muted, setMuted] = useState(false);
  const [status, setStatus] = useState<Status>({ kind: 'busy', text: 'Connecting…' });

  useEffect(() => {
    let current: Session | null = null;
    let left = false;
    const newSession = () => {
      if (left) {
        return null;
      }
      const fresh = new Session();
      fresh.connection.onconnectionstatechange = () => setStatus(statusOf(fresh.connection.connectionState));
      current = fresh;
      setSession(fresh);
      return fresh;
    };
    const element = video.current!;
    element.requestVideoFrameCallback((now) => setFirstFrameMs(Math.round(now - current!.postedAt)));
    play(newSession, place.room, place.name, {
      onTrack: (stream) => {
        element.srcObject = stream;
        // Without a click on this page first, browsers may refuse to play sound.
        element.play().catch((error: DOMException) => {
          if (error.name === 'NotAllowedError') {
            element.muted = true;
            setMuted(true);
            void element.play().catch(() => undefined);
          }
        });
      },
      onWaiting: (reason) => setStatus({ kind: 'busy', text: `Waiting: ${reason}` }),
    }).catch((error: unknown) => left || setStatus({ kind: 'error', text: explain(error) }));
    return () => {
      left = true;
      current?.close();
    };
  }, [place]);

  const unmute = () => {
    video.current!.muted = false;
    setMuted(false);
  };

  return (
    <Stage
      title={place.name ? `${place.name} in ${place.room}` : place.room}
      status={status}
      session={session}
      firstFrameMs={firstFrameMs}
      onLeave={onLeave}
    >
      <video ref={video} autoPlay playsInline controls aria-label={`Video of ${place.name || place.room}`} />
      {muted && (
        <button type="button" className="button primary" onClick={unmute}>
          Turn the sound on
        </button>
      )}
    </Stage>
  );
}

function statusOf(state: RTCPeerConnectionState): Status {
  switch (state) {
    case 'connected':
      return { kind: 'good', text: 'Playing' };
    case 'disconnected':
      return { kind: 'busy', text: 'The connection is interrupted…' };
    default:
      return { kind: 'busy', text: 'Connecting…' };
  }
}
