import type { Device } from '../media/device';
import { Icon } from '../ui/Icon';

/** What keeps the device from working, and what to do; joining is possible all the same. */
export function ProblemCard({ device, compact = false }: { device: Device; compact?: boolean }) {
  const { problem } = device;
  if (!problem) {
    return null;
  }
  return (
    <div className={compact ? 'problem compact' : 'problem'} data-error={problem.code} role="alert">
      <Icon name={problem.code === 'insecure-context' ? 'warning' : `${device.kind}-off`} size={compact ? 22 : 36} />
      <div>
        <h2>{problem.title}</h2>
        <p>{problem.advice}</p>
        {problem.code !== 'insecure-context' && (
          <button type="button" className="button quiet" disabled={device.opening} onClick={() => void device.open()}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
}
