import { Icon } from '../ui/Icon';
import { ThemeButton } from '../ui/ThemeChoice';
import { linkTo, type Place } from './place';

/** Above everything but the room itself. */
export function Header({ place, onGo }: { place: Place; onGo: (place: Place) => void }) {
  const lobby: Place = { ...place, view: 'lobby', join: false };
  const studio: Place = { ...place, view: 'studio', join: false };
  const link = (to: Place) => ({
    href: linkTo(to),
    onClick: (event: React.MouseEvent) => {
      event.preventDefault();
      onGo(to);
    },
  });
  return (
    <header className="site-head">
      <a className="brand" {...link(lobby)}>
        <img src="/favicon.svg" alt="" width="30" height="30" /> Sluice
      </a>
      <nav aria-label="Site">
        {place.view === 'lobby' ? (
          <a className="nav-link" {...link(studio)}>
            <Icon name="broadcast" size={18} /> Broadcast studio
          </a>
        ) : (
          <a className="nav-link" {...link(lobby)}>
            <Icon name="people" size={18} /> Meet in a room
          </a>
        )}
        <ThemeButton />
      </nav>
    </header>
  );
}
