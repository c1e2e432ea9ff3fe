import type { Trouble } from '../media/troubles';
import { Icon } from '../ui/Icon';

/** What keeps a device from working, and what to do; joining is possible all the same. */
export function ProblemCard({ trouble, compact = false }: { trouble: Trouble; compact?: boolean }) {
  const { code, title, advice, devices, isCurable } = trouble;
  return (
    <div className={compact ? 'problem compact' : 'problem'} data-error={code} role="alert">
      <Icon name={isCurable ? `${devices[0]!.kind}-off` : 'warning'} size={compact ? 22 : 36} />
      <div>
        <h2>{title}</h2>
        <p>{advice}</p>
        {isCurable && (
          <button type="button" className="button quiet" onClick={() => devices.forEach((device) => void device.open())}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
}
