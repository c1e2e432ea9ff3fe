import type { Call } from '../call/call';
import { Dialog } from '../ui/Dialog';
import { Invitation } from '../lobby/Invitation';
import { HelpDialog } from './HelpDialog';
import { MoreSheet } from './MoreSheet';
import { SettingsDialog } from './SettingsDialog';
import type { Fullscreen } from './useFullscreen';
import type { Pip } from './usePip';
import type { Shortcut } from './useShortcuts';
import type { View } from './useView';

interface OverlaysProps {
  call: Call;
  view: View;
  shortcuts: readonly Shortcut[];
  pip: Pip;
  fullscreen: Fullscreen;
  floatSelf: boolean;
  onFloatSelf: (next: boolean) => void;
}

/** The dialog that is open, if any. */
export function Overlays({ call, view, shortcuts, pip, fullscreen, floatSelf, onFloatSelf }: OverlaysProps) {
  const close = () => view.setOverlay(null);
  switch (view.overlay) {
    case 'settings':
      return <SettingsDialog devices={call.devices} floatSelf={floatSelf} onFloatSelf={onFloatSelf} onClose={close} />;
    case 'help':
      return <HelpDialog shortcuts={shortcuts} onClose={close} />;
    case 'invite':
      return (
        <Dialog title={`Invite to ${call.room.room}`} onClose={close}>
          <Invitation room={call.room.room} />
        </Dialog>
      );
    case 'more':
      return <MoreSheet call={call} view={view} pip={pip} fullscreen={fullscreen} />;
    case null:
      return null;
  }
}
