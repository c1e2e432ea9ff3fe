import type { ReactNode } from 'react';
import type { Call } from '../call/call';
import type { Device } from '../media/device';
import type { Devices } from '../media/devices';
import { Icon, type IconName } from '../ui/Icon';
import type { Fullscreen } from './useFullscreen';
import type { Pip } from './usePip';
import type { View } from './useView';

interface ToolbarProps {
  call: Call;
  devices: Devices;
  view: View;
  unread: number;
  pip: Pip;
  fullscreen: Fullscreen;
  onLeave: () => void;
}

/** What is needed in every call is always there; on a small screen the rest is behind "More". */
export function Toolbar({ call, devices, view, unread, pip, fullscreen, onLeave }: ToolbarProps) {
  const { panel, togglePanel, setOverlay } = view;
  const count = call.room.participants.size + 1;
  return (
    <div className="toolbar" role="toolbar" aria-label="Call">
      <div className="tool-group">
        <DeviceTool device={devices.microphone} action="mute" hotkey="m" />
        <DeviceTool device={devices.camera} action="camera" hotkey="v" />
        {canShare() && (
          <Tool action="share" icon="share" label={call.isSharing ? 'Stop sharing' : 'Share a screen'} hotkey="s" isOn={call.isSharing} extra onClick={() => void call.toggleShare()} />
        )}
      </div>
      <div className="tool-group">
        <Tool action="chat" icon="chat" label="Chat" hotkey="c" isOn={panel === 'chat'} badge={unread > 0 ? unread : undefined} badgeLabel="unread" onClick={() => togglePanel('chat')} />
        <Tool action="people" icon="people" label="People" hotkey="p" isOn={panel === 'people'} extra onClick={() => togglePanel('people')}>
          <span className="tool-count">{count}</span>
        </Tool>
        <Tool action="stats" icon="stats" label="Statistics" isOn={panel === 'stats'} extra onClick={() => togglePanel('stats')} />
      </div>
      <div className="tool-group">
        {pip.isPossible && <Tool action="pip" icon="pip" label="Picture in picture" isOn={pip.isOpen} extra onClick={() => void pip.toggle()} />}
        {fullscreen.isPossible && <Tool action="fullscreen" icon={fullscreen.isOn ? 'shrink' : 'fullscreen'} label="Full screen" hotkey="f" isOn={fullscreen.isOn} extra onClick={fullscreen.toggle} />}
        <Tool action="settings" icon="settings" label="Settings" extra onClick={() => setOverlay('settings')} />
        <Tool action="help" icon="help" label="Keyboard shortcuts" hotkey="?" extra onClick={() => setOverlay('help')} />
        <Tool action="more" icon="more" label="More" className="only-small" onClick={() => setOverlay('more')} />
      </div>
      <button type="button" className="tool leave" data-action="leave" aria-label="Leave the room" title="Leave the room" onClick={onLeave}>
        <Icon name="leave" size={26} />
      </button>
    </div>
  );
}

interface ToolProps {
  action: string;
  icon: IconName;
  label: string;
  hotkey?: string;
  isOn?: boolean;
  badge?: number;
  badgeLabel?: string;
  /** Not on a small screen. */
  extra?: boolean;
  className?: string;
  onClick: () => void;
  children?: ReactNode;
}

function Tool({ action, icon, label, hotkey, isOn, badge, badgeLabel, extra = false, className = '', onClick, children }: ToolProps) {
  const spoken = badge === undefined ? label : `${label}, ${badge} ${badgeLabel}`;
  return (
    <button
      type="button"
      className={`tool ${extra ? 'extra' : ''} ${className}`}
      data-action={action}
      aria-label={spoken}
      aria-pressed={isOn}
      title={hotkey ? `${label} (${hotkey})` : label}
      onClick={onClick}
    >
      <Icon name={icon} />
      {children}
      {badge !== undefined && <span className="badge">{badge > 99 ? '99+' : badge}</span>}
    </button>
  );
}

function DeviceTool({ device, action, hotkey }: { device: Device; action: string; hotkey: string }) {
  const icon = device.isOn ? device.kind : (`${device.kind}-off` as const);
  const verb = device.isOn ? (device.kind === 'camera' ? 'Stop' : 'Mute') : device.kind === 'camera' ? 'Start' : 'Unmute';
  const hasProblem = device.wanted && device.problem !== null;
  return (
    <button
      type="button"
      className={device.isOn ? 'tool' : 'tool off'}
      data-action={action}
      aria-label={`${verb} your ${device.kind}`}
      aria-busy={device.opening}
      title={`${verb} your ${device.kind} (${hotkey})`}
      onClick={() => device.toggle()}
    >
      <Icon name={icon} />
      {hasProblem && <span className="badge warn">!</span>}
    </button>
  );
}

export function canShare(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === 'function';
}
