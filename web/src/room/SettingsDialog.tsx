import { DevicePickers } from '../media/DevicePickers';
import type { Devices } from '../media/devices';
import { Choices } from '../ui/Choices';
import { Dialog } from '../ui/Dialog';
import { ThemeChoice } from '../ui/ThemeChoice';

interface SettingsDialogProps {
  devices: Devices;
  floatSelf: boolean;
  onFloatSelf: (next: boolean) => void;
  onClose: () => void;
}

const OWN_PICTURE = [
  { value: 'corner', label: 'In the corner' },
  { value: 'grid', label: 'Beside the other' },
] as const;

/** Everything takes effect at once. */
export function SettingsDialog({ devices, floatSelf, onFloatSelf, onClose }: SettingsDialogProps) {
  return (
    <Dialog title="Settings" onClose={onClose}>
      <section className="settings-section">
        <h3>Devices</h3>
        <DevicePickers devices={devices} />
      </section>
      <section className="settings-section">
        <ThemeChoice />
        <Choices label="Your own picture in a call of two" options={OWN_PICTURE} value={floatSelf ? 'corner' : 'grid'} onChange={(next) => onFloatSelf(next === 'corner')} />
      </section>
    </Dialog>
  );
}
