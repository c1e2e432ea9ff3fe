import { useRef } from 'react';
import type { Device } from '../media/device';
import type { Devices } from '../media/devices';
import { DevicePickers } from '../media/DevicePickers';
import { useLevel } from '../media/useLevel';
import { LocalVideo } from '../media/LocalVideo';
import { Avatar } from '../ui/Avatar';
import { Icon } from '../ui/Icon';
import { useStore } from '../ui/store';
import { ProblemCard } from './ProblemCard';

/** How others will see and hear this person. */
export function Preview({ devices, name }: { devices: Devices; name: string }) {
  const { camera, microphone } = useStore(devices);
  return (
    <section className="preview" aria-label="Your camera and microphone">
      <div className="preview-picture" data-camera={camera.isOn ? 'on' : 'off'}>
        <PreviewPicture camera={camera} name={name} />
        <div className="preview-controls">
          <Switch device={microphone} />
          <Switch device={camera} />
        </div>
        {microphone.isOn && <Level track={microphone.track!} />}
      </div>
      {microphone.problem && microphone.problem.code !== camera.problem?.code && <ProblemCard device={microphone} compact />}
      <DevicePickers devices={devices} />
    </section>
  );
}

function PreviewPicture({ camera, name }: { camera: Device; name: string }) {
  if (camera.isOn) {
    return <LocalVideo track={camera.track!} mirrored label="Your camera" />;
  }
  if (camera.wanted && camera.problem) {
    return <ProblemCard device={camera} />;
  }
  return (
    <div className="preview-empty">
      {name.trim() && <Avatar name={name} />}
      <p role="status">{camera.opening ? 'Waiting for the camera…' : 'The camera is off'}</p>
    </div>
  );
}

function Switch({ device }: { device: Device }) {
  const icon = device.isOn ? device.kind : (`${device.kind}-off` as const);
  const label = `${device.isOn ? 'Turn off' : 'Turn on'} the ${device.kind}`;
  return (
    <button
      type="button"
      className="round-button"
      data-action={device.kind === 'camera' ? 'camera' : 'mute'}
      aria-pressed={!device.isOn}
      aria-label={label}
      title={label}
      onClick={() => device.toggle()}
    >
      <Icon name={icon} size={24} />
    </button>
  );
}

function Level({ track }: { track: MediaStreamTrack }) {
  const element = useRef<HTMLDivElement>(null);
  useLevel(track, element);
  return (
    <div ref={element} className="level" role="img" aria-label="Microphone level">
      <Icon name="microphone" size={16} />
      <span className="level-bar" />
    </div>
  );
}
