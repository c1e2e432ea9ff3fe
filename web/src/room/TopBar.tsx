import type { Call } from '../call/call';
import { people } from '../logic/format';
import { Icon } from '../ui/Icon';

export function TopBar({ call, onInvite }: { call: Call; onInvite: () => void }) {
  const { room } = call;
  const isDirect = room.mode === 'p2p';
  return (
    <header className="top-bar">
      <img src="/favicon.svg" alt="Sluice" width="26" height="26" />
      <h1>{room.room}</h1>
      <span className="chip" title={isDirect ? 'Pictures and sound go directly from browser to browser' : 'Pictures and sound go through the server'}>
        <Icon name={isDirect ? 'direct' : 'server'} size={15} />
        {isDirect ? 'Direct' : 'Via server'}
      </span>
      <span className="top-count">{people(room.participants.size + 1)}</span>
      <button type="button" className="button quiet small" data-action="invite" onClick={onInvite}>
        <Icon name="link" size={17} /> Invite
      </button>
    </header>
  );
}
