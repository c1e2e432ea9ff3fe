import type { Call } from '../call/call';
import { Dialog } from '../ui/Dialog';
import { Icon, type IconName } from '../ui/Icon';
import { canShare } from './Toolbar';
import type { Fullscreen } from './useFullscreen';
import type { Pip } from './usePip';
import type { View } from './useView';

interface MoreSheetProps {
  call: Call;
  view: View;
  pip: Pip;
  fullscreen: Fullscreen;
}

/** What does not fit into the toolbar of a small screen. */
export function MoreSheet({ call, view, pip, fullscreen }: MoreSheetProps) {
  const { setOverlay, setPanel } = view;
  const entry = (icon: IconName, label: string, run: () => void) => ({ icon, label, run });
  const entries = [
    canShare() && entry('share', call.isSharing ? 'Stop sharing' : 'Share a screen', () => void call.toggleShare()),
    entry('people', 'People', () => setPanel('people')),
    entry('stats', 'Statistics', () => setPanel('stats')),
    pip.isPossible && entry('pip', 'Picture in picture', () => void pip.toggle()),
    fullscreen.isPossible && entry('fullscreen', 'Full screen', fullscreen.toggle),
    entry('link', 'Invite', () => setOverlay('invite')),
    entry('settings', 'Settings', () => setOverlay('settings')),
  ].filter((each) => each !== false);
  return (
    <Dialog title="More" className="sheet" onClose={() => setOverlay(null)}>
      <ul className="more-list">
        {entries.map(({ icon, label, run }) => (
          <li key={label}>
            <button type="button" onClick={() => (setOverlay(null), run())}>
              <Icon name={icon} />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
