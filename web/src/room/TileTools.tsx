import type { MouseEvent } from 'react';
import { Icon } from '../ui/Icon';

interface TileToolsProps {
  name: string;
  isPinned: boolean;
  onPin: () => void;
  onStats: () => void;
  /** Whether it can fill the screen by itself. */
  canFill?: boolean;
}

/** What can be done with one tile: they appear when the pointer or the focus is there. */
export function TileTools({ name, isPinned, onPin, onStats, canFill = false }: TileToolsProps) {
  const pin = isPinned ? `Unpin ${name}` : `Pin ${name}: show large`;
  return (
    <div className="tile-tools">
      <button type="button" className="icon-button" data-action="pin" aria-label={pin} title={pin} aria-pressed={isPinned} onClick={onPin}>
        <Icon name={isPinned ? 'unpin' : 'pin'} size={18} />
      </button>
      <button type="button" className="icon-button" data-action="stats" aria-label={`Statistics of ${name}`} title="Statistics" onClick={onStats}>
        <Icon name="stats" size={18} />
      </button>
      {canFill && document.fullscreenEnabled && (
        <button type="button" className="icon-button" aria-label={`Fill the screen with ${name}`} title="Fill the screen" onClick={fill}>
          <Icon name="fullscreen" size={18} />
        </button>
      )}
    </div>
  );
}

function fill(event: MouseEvent<HTMLElement>): void {
  void event.currentTarget
    .closest('.tile')
    ?.requestFullscreen()
    .catch(() => undefined);
}
