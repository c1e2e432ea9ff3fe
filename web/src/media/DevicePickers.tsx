import type { Choice, Devices } from './devices';
import { Icon, type IconName } from '../ui/Icon';
import { useStore } from '../ui/useStore';
import { playTestSound } from './testSound';

/** Which camera, microphone and speaker; works before a call and in the middle of one. */
export function DevicePickers({ devices }: { devices: Devices }) {
  const { camera, microphone, cameras, microphones, speakers, speaker } = useStore(devices);
  return (
    <div className="pickers">
      <Picker icon="camera" label="Camera" choices={cameras} value={camera.deviceId} onChoose={(id) => camera.choose(id)} />
      <Picker icon="microphone" label="Microphone" choices={microphones} value={microphone.deviceId} onChoose={(id) => microphone.choose(id)} />
      {speakers.length > 0 && (
        <div className="with-button">
          <Picker icon="speaker" label="Speaker" choices={speakers} value={speaker} onChoose={(id) => devices.chooseSpeaker(id)} />
          <button type="button" className="button quiet small" onClick={() => void playTestSound(speaker)}>
            Test
          </button>
        </div>
      )}
    </div>
  );
}

interface PickerProps {
  icon: IconName;
  label: string;
  choices: readonly Choice[];
  value: string;
  onChoose: (id: string) => void;
}

function Picker({ icon, label, choices, value, onChoose }: PickerProps) {
  const known = choices.some(({ id }) => id === value);
  return (
    <label className="picker" title={label}>
      <Icon name={icon} size={18} />
      <span className="hidden-text">{label}</span>
      <select value={known ? value : ''} disabled={choices.length === 0} onChange={(event) => onChoose(event.target.value)}>
        {!known && <option value="">{choices.length === 0 ? `No ${label.toLowerCase()} yet` : `Default ${label.toLowerCase()}`}</option>}
        {choices.map(({ id, label: text }) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
