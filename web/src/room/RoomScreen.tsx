import { useMemo } from 'react';
import type { Page } from '../app/page';
import type { Call } from '../call/call';
import { ChatPanel } from '../panels/ChatPanel';
import { PeoplePanel } from '../panels/PeoplePanel';
import { StatsPanel } from '../panels/StatsPanel';
import { FailureScreen } from '../screens/FailureScreen';
import { useStore } from '../ui/useStore';
import { Banners } from './Banners';
import { Gallery } from './Gallery';
import { Overlays } from './Overlays';
import { PipView } from './PipView';
import { Toolbar } from './Toolbar';
import { TopBar } from './TopBar';
import { useChatToasts } from './useChatToasts';
import { useFullscreen } from './useFullscreen';
import { usePip } from './usePip';
import { useFloatSelf } from './useFloatSelf';
import { useShortcuts, type Shortcut } from './useShortcuts';
import { useUnread } from './useUnread';
import { useView } from './useView';

/** The room, from joining it until leaving it. */
export function RoomScreen({ page, call }: { page: Page; call: Call }) {
  const { room, failure, devices } = useStore(call);
  const device = useStore(devices);
  const view = useView();
  const pip = usePip(call);
  const fullscreen = useFullscreen();
  const [floatSelf, setFloatSelf] = useFloatSelf();
  const unread = useUnread(room.messages, view.panel === 'chat');
  useChatToasts(call, view.panel === 'chat');

  const { togglePanel, setPanel, setOverlay } = view;
  const shortcuts = useMemo<Shortcut[]>(
    () => [
      { key: 'm', what: 'Microphone on or off', run: () => devices.microphone.toggle() },
      { key: 'v', what: 'Camera on or off', run: () => devices.camera.toggle() },
      { key: 's', what: 'Share a screen, or stop', run: () => void call.toggleShare() },
      { key: 'c', what: 'Chat', run: () => togglePanel('chat') },
      { key: 'p', what: 'People', run: () => togglePanel('people') },
      { key: 'f', what: 'Full screen', run: fullscreen.toggle },
      { key: '?', what: 'This list', run: () => setOverlay('help') },
      { key: 'Escape', what: 'Close what is open', run: () => setPanel(null) },
    ],
    [call, devices, togglePanel, setPanel, setOverlay, fullscreen.toggle],
  );
  useShortcuts(shortcuts);

  if (failure) {
    return <FailureScreen page={page} failure={failure} />;
  }
  return (
    <div className="room" data-mode={room.mode} data-room-state={room.state} data-panel={view.panel ?? undefined}>
      <TopBar call={call} onInvite={() => setOverlay('invite')} />
      <Banners call={call} />
      <main className="room-main">
        <Gallery call={call} view={view} floatSelf={floatSelf} />
        {view.panel === 'chat' && <ChatPanel call={call} onClose={() => setPanel(null)} />}
        {view.panel === 'people' && <PeoplePanel call={call} view={view} onInvite={() => setOverlay('invite')} />}
        {view.panel === 'stats' && <StatsPanel call={call} view={view} />}
      </main>
      <Toolbar call={call} devices={device} view={view} unread={unread} pip={pip} fullscreen={fullscreen} onLeave={() => page.leave()} />
      <Overlays call={call} view={view} shortcuts={shortcuts} pip={pip} fullscreen={fullscreen} floatSelf={floatSelf} onFloatSelf={setFloatSelf} />
      {pip.container && <PipView call={call} container={pip.container} />}
    </div>
  );
}
