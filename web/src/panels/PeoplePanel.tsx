import type { Call } from '../call/call';
import { Avatar } from '../ui/Avatar';
import { Icon } from '../ui/Icon';
import { Health } from '../room/Health';
import { peopleIn, type Person } from '../room/people';
import type { View } from '../room/useView';
import { Panel } from './Panel';

interface PeoplePanelProps {
  call: Call;
  view: View;
  onInvite: () => void;
}

export function PeoplePanel({ call, view, onInvite }: PeoplePanelProps) {
  const people = peopleIn(call);
  const self = people.at(-1)!;
  return (
    <Panel title={`People (${people.length})`} name="people" onClose={() => view.setPanel(null)}>
      <ul className="people-list">
        {[self, ...people.slice(0, -1)].map((person) => (
          <Row key={person.key} person={person} isSharing={isSharing(call, person)} view={view} />
        ))}
      </ul>
      <div className="panel-foot">
        <button type="button" className="button quiet" onClick={onInvite}>
          <Icon name="link" size={18} /> Invite others
        </button>
      </div>
    </Panel>
  );
}

function Row({ person, isSharing, view }: { person: Person; isSharing: boolean; view: View }) {
  const { key, name, isSelf, isMuted, hasCamera, isSpeaking, isAway } = person;
  const isPinned = view.pinned === key;
  return (
    <li className={isSpeaking && !isMuted ? 'person-row speaking' : 'person-row'}>
      <Avatar name={name} />
      <span className="person-name">
        {isSelf ? `${name} (you)` : name}
        {isAway && <small>connection lost</small>}
        {isSharing && <small>shares a screen</small>}
      </span>
      <span className="person-states">
        <State icon={isMuted ? 'microphone-off' : 'microphone'} label={isMuted ? 'muted' : 'can be heard'} isOff={isMuted} />
        <State icon={hasCamera ? 'camera' : 'camera-off'} label={hasCamera ? 'camera on' : 'camera off'} isOff={!hasCamera} />
        <Health quality={person.health} />
      </span>
      <button type="button" className="icon-button small" aria-pressed={isPinned} aria-label={`${isPinned ? 'Unpin' : 'Pin'} ${name}`} title={isPinned ? 'Unpin' : 'Pin'} onClick={() => view.togglePin(key)}>
        <Icon name={isPinned ? 'unpin' : 'pin'} size={18} />
      </button>
    </li>
  );
}

function State({ icon, label, isOff }: { icon: 'microphone' | 'microphone-off' | 'camera' | 'camera-off'; label: string; isOff: boolean }) {
  return (
    <span className={isOff ? 'state off' : 'state'} role="img" aria-label={label} title={label}>
      <Icon name={icon} size={18} />
    </span>
  );
}

function isSharing(call: Call, person: Person): boolean {
  return person.isSelf ? call.isSharing : call.room.participants.get(person.id)?.track('screen') !== undefined;
}
