import { useEffect, useState } from 'react';
import { Home } from './Home';
import { linkTo, placeOf, type Place } from './place';
import { Player } from './Player';
import { Publisher } from './Publisher';

export function App() {
  const [place, setPlace] = useState(() => placeOf(location.search));

  useEffect(() => {
    const onPopState = () => setPlace(placeOf(location.search));
    addEventListener('popstate', onPopState);
    return () => removeEventListener('popstate', onPopState);
  }, []);

  const go = (next: Place) => {
    history.pushState(null, '', linkTo(next));
    setPlace(next);
  };
  const leave = () => go({ ...place, view: 'home' });

  return (
    <>
      <header>
        <a className="brand" href="/" onClick={(event) => (event.preventDefault(), leave())}>
          <img src="/favicon.svg" alt="" width="28" height="28" /> Sluice
        </a>
        <span className="tagline">WebRTC for the JVM, in Java alone</span>
      </header>
      <main>
        {place.view === 'home' && <Home place={place} onGo={go} />}
        {place.view === 'publish' && <Publisher key={linkTo(place)} place={place} onLeave={leave} />}
        {place.view === 'play' && <Player key={linkTo(place)} place={place} onLeave={leave} />}
      </main>
    </>
  );
}
