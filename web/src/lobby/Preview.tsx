import { useRef } from 'react';
import type { Device } from '../media/device';
import type { Devices } from '../media/devices';
import { DevicePickers } from '../media/DevicePickers';
import { troublesOf, type Trouble } from '../media/troubles';
import { useLevel } from '../media/useLevel';
import { LocalVideo } from '../media/LocalVideo';
import { Avatar } from '../ui/Avatar';
import { Icon } from '../ui/Icon';
import { useStore } from '../ui/useStore';
import { ProblemCard } from './ProblemCard';

/** How others will see and hear this person. */
export function Preview({ devices, name }: { devices: Devices; name: string }) {
  const { camera, microphone } = useStore(devices);
  const troubles = troublesOf(devices);
  const inPicture = troubles.find((trouble) => trouble.devices.includes(camera));
  return (
    <section className="preview" aria-label="Your camera and microphone">
      <div className="preview-picture" data-camera={camera.isOn ? 'on' : 'off'}>
        <PreviewPicture camera={camera} trouble={inPicture} name={name} />
        <div className="preview-controls">
          <Switch device={microphone} />
          <Switch device={camera} />
        </div>
        {microphone.isOn && <Level track={microphone.track!} />}
      </div>
      {troubles
        .filter((trouble) => trouble !== inPicture)
        .map((trouble) => (
          <ProblemCard key={trouble.code} trouble={trouble} compact />
        ))}
      <DevicePickers devices={devices} />
    </section>
  );
}

function PreviewPicture({ camera, trouble, name }: { camera: Device; trouble: Trouble | undefined; name: string }) {
  if (camera.isOn) {
    return <LocalVideo track={camera.track!} mirrored label="Your camera" />;
  }
  if (trouble) {
    return <ProblemCard trouble={trouble} />;
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
