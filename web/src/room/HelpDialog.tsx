import { Dialog } from '../ui/Dialog';
import type { Shortcut } from './useShortcuts';

export function HelpDialog({ shortcuts, onClose }: { shortcuts: readonly Shortcut[]; onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="shortcuts">
        {shortcuts.map(({ key, what }) => (
          <div key={key}>
            <dt>{what}</dt>
            <dd>
              <kbd>{key === 'Escape' ? 'Esc' : key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
