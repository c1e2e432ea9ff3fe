import type { CSSProperties } from 'react';
import type { Call } from '../call/call';
import type { Rectangle } from '../logic/arrange';
import { hueOf } from '../logic/names';
import { LocalVideo } from '../media/LocalVideo';
import { Avatar } from '../ui/Avatar';
import { Icon } from '../ui/Icon';
import { Health } from './Health';
import type { Person } from './people';
import { RemoteAudio, RemoteVideo } from './RemoteMedia';
import { TileFigures } from './TileFigures';
import { TileTools } from './TileTools';
import { useWantedVideo } from './useWantedVideo';

interface PersonTileProps {
  person: Person;
  call: Call;
  /** Null while there is no room for it on this page. */
  place: Rectangle | null;
  isPinned: boolean;
  isFloating: boolean;
  isDominant: boolean;
  withFigures: boolean;
  onPin: () => void;
  onStats: () => void;
}

export function PersonTile(props: PersonTileProps) {
  const { person, call, place, isPinned, isFloating, isDominant, withFigures, onPin, onStats } = props;
  const { name, isSelf, isMuted, hasCamera, isSpeaking, isAway } = person;
  useWantedVideo(person.camera, place && hasCamera ? place.height : null);

  return (
    <article
      className={tileClass('tile person', { floating: isFloating, speaking: isSpeaking && !isMuted, dominant: isDominant, away: isAway })}
      style={{ ...tileStyle(place), '--hue': hueOf(name) } as CSSProperties}
      hidden={!place}
      aria-label={describe(person)}
      {...(isSelf ? { 'data-self': name } : { 'data-participant': name })}
      data-muted={isMuted}
      data-camera={hasCamera ? 'on' : 'off'}
      data-speaking={isSpeaking}
      data-away={isAway}
    >
      <Avatar name={name} />
      <Picture person={person} call={call} />
      {person.voice && <RemoteAudio track={person.voice} speaker={call.devices.speaker} />}
      {isAway && <p className="tile-note">Connection lost, waiting…</p>}
      {withFigures && <TileFigures call={call} person={person} />}
      <TileTools isPinned={isPinned} name={isSelf ? 'you' : name} onPin={onPin} onStats={onStats} />
      <footer className="tile-foot">
        {isMuted && (
          <span className="muted-mark">
            <Icon name="microphone-off" size={16} />
          </span>
        )}
        <span className="tile-name">{isSelf ? `${name} (you)` : name}</span>
        {isPinned && <Icon name="pin" size={14} />}
        <Health quality={person.health} />
      </footer>
    </article>
  );
}

/** Covers the avatar as soon as there is something to see. */
function Picture({ person, call }: { person: Person; call: Call }) {
  const label = `Picture of ${person.name}`;
  if (!person.isSelf) {
    return <RemoteVideo track={person.camera} label={label} hidden={!person.hasCamera} />;
  }
  const { track } = call.devices.camera;
  return person.hasCamera && track ? <LocalVideo track={track} mirrored label={label} /> : null;
}

function describe({ name, isSelf, isMuted, hasCamera, isAway }: Person): string {
  const states = [isMuted && 'muted', !hasCamera && 'camera off', isAway && 'connection lost'].filter(Boolean);
  return [isSelf ? `${name} (you)` : name, ...states].join(', ');
}

export function tileStyle(place: Rectangle | null): CSSProperties {
  return place ? { transform: `translate(${place.x}px, ${place.y}px)`, width: place.width, height: place.height } : {};
}

export function tileClass(base: string, flags: Record<string, boolean>): string {
  return [base, ...Object.keys(flags).filter((flag) => flags[flag])].join(' ');
}
