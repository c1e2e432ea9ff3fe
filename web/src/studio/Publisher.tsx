import { useEffect, useRef, useState } from 'react';
import { publish } from './publish';
import { Session } from './session';
import { explain } from './explain';
import { LevelMeter } from './LevelMeter';
import { linkTo, type Place } from '../app/place';
import { Stage, type Status } from './Stage';

/** Opens the camera and sends it until the person leaves. */
export function Publisher({ place, onLeave }: { place: Place; onLeave: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [session, setSession] = useState<Session | null>(null);
  const [status, setStatus] = useState<Status>({ kind: 'busy', text: 'Opening the camera…' });
  const watchLink = new URL(linkTo({ ...place, view: 'play' }), location.href).href;

  useEffect(() => {
    const mine = new Session();
    let camera: MediaStream | null = null;
    let left = false;
    const start = async () => {
      camera = await openCamera(place.height);
      if (left) {
        stop(camera);
        return;
      }
      video.current!.srcObject = camera;
      setStream(camera);
      setStatus({ kind: 'busy', text: 'Connecting…' });
      mine.connection.onconnectionstatechange = () => setStatus(statusOf(mine.connection.connectionState));
      setSession(mine);
      await publish(mine, camera, place.room, place.name || 'cam', place.codec);
      await mine.ended;
      if (!left) {
        setStatus({ kind: 'error', text: 'The server has ended the session. Leave and publish again.' });
      }
    };
    start().catch((error: unknown) => left || setStatus({ kind: 'error', text: explain(error) }));
    return () => {
      left = true;
      mine.close();
      stop(camera);
    };
  }, [place]);

  return (
    <Stage title={`${place.name || 'cam'} in ${place.room}`} status={status} session={session} onLeave={onLeave}>
      <video ref={video} autoPlay muted playsInline className="mirrored" aria-label="Your camera" />
      {stream && <LevelMeter stream={stream} />}
      <CopyLink link={watchLink} />
    </Stage>
  );
}

function CopyLink({ link }: { link: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <p className="watch-link">
      <span>Watch link</span>
      <a href={link} target="_blank" rel="noreferrer">
        {link}
      </a>
      <button type="button" className="button quiet small" onClick={() => void copy()}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </p>
  );
}

async function openCamera(height: number): Promise<MediaStream> {
  if (!navigator.mediaDevices) {
    throw new DOMException('insecure', 'SecurityError');
  }
  return navigator.mediaDevices.getUserMedia({ audio: true, video: { width: { ideal: (height * 16) / 9 }, height: { ideal: height } } });
}

function stop(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}

function statusOf(state: RTCPeerConnectionState): Status {
  switch (state) {
    case 'connected':
      return { kind: 'good', text: 'On air' };
    case 'disconnected':
      return { kind: 'busy', text: 'The connection is interrupted…' };
    case 'failed':
      return { kind: 'error', text: 'The connection failed. Leave and publish again.' };
    default:
      return { kind: 'busy', text: 'Connecting…' };
  }
}
