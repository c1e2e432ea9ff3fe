import { useEffect, useState } from 'react';
import { Lobby } from '../lobby/Lobby';
import { RoomScreen } from '../room/RoomScreen';
import { EndScreen } from '../screens/EndScreen';
import { Unsupported } from '../screens/Unsupported';
import { Studio } from '../studio/Studio';
import { Player } from '../studio/Player';
import { Publisher } from '../studio/Publisher';
import { ToastList } from '../ui/ToastList';
import { useStore } from '../ui/useStore';
import { Header } from './Header';
import type { Page } from './page';
import { linkTo, type Place } from './place';
import { missingFeatures } from './support';

export function App({ page }: { page: Page }) {
  const { place, screen, toasts } = useStore(page);
  const [missing] = useState(missingFeatures);
  useTitle(titleOf(page));

  if (missing.length > 0) {
    return <Unsupported missing={missing} />;
  }
  if (screen.kind === 'room') {
    return (
      <>
        <RoomScreen key={place.name + place.room} page={page} call={screen.call} />
        <ToastList toasts={toasts} />
      </>
    );
  }
  return (
    <div className="outside" data-mode={place.mode} data-room-state={screen.kind === 'ended' ? 'left' : 'new'}>
      <Header place={place} onGo={(next) => page.go(next)} />
      <main>{screen.kind === 'ended' ? <EndScreen page={page} /> : <View place={place} page={page} />}</main>
      <ToastList toasts={toasts} />
    </div>
  );
}

function View({ place, page }: { place: Place; page: Page }) {
  const go = (next: Place) => page.go(next);
  const toStudio = () => go({ ...place, view: 'studio' });
  switch (place.view) {
    case 'lobby':
      return <Lobby page={page} />;
    case 'studio':
      return <Studio place={place} onGo={go} />;
    case 'publish':
      return <Publisher key={linkTo(place)} place={place} onLeave={toStudio} />;
    case 'play':
      return <Player key={linkTo(place)} place={place} onLeave={toStudio} />;
  }
}

function titleOf({ place, screen }: Page): string {
  return place.view === 'lobby' && screen.kind === 'room' ? `${place.room} · Sluice` : 'Sluice';
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
