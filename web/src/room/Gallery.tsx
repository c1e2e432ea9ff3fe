import { useRef, useState } from 'react';
import type { Call } from '../call/call';
import { Invitation } from '../lobby/Invitation';
import { useSize } from '../ui/useSize';
import { Icon } from '../ui/Icon';
import { layOut } from './layout';
import { peopleIn, sharesIn } from './people';
import { PersonTile } from './PersonTile';
import { ShareTile } from './ShareTile';
import type { View } from './useView';

interface GalleryProps {
  call: Call;
  view: View;
  floatSelf: boolean;
}

/** Everybody and every shared screen. Tiles only move: whoever is out of sight stays, and is still heard. */
export function Gallery({ call, view, floatSelf }: GalleryProps) {
  const area = useRef<HTMLDivElement>(null);
  const size = useSize(area);
  const [page, setPage] = useState(0);
  const people = peopleIn(call);
  const shares = sharesIn(call.room);
  const keys = [...shares, ...people].map(({ key }) => key);
  const pinned = view.pinned !== null && keys.includes(view.pinned) ? view.pinned : null;
  const staged = pinned ?? shares.at(-1)?.key ?? null;
  const { places, pages, floating } = layOut(size, keys, staged, page, floatSelf);
  const dominant = call.room.speakers[0];
  const current = Math.min(page, pages - 1);

  return (
    <div ref={area} className="gallery" data-layout={staged ? 'spotlight' : 'grid'}>
      {people.map((person) => (
        <PersonTile
          key={person.key}
          person={person}
          call={call}
          place={places.get(person.key) ?? null}
          isPinned={pinned === person.key}
          isFloating={floating === person.key}
          isDominant={dominant === person.id && person.id !== ''}
          withFigures={view.panel === 'stats'}
          onPin={() => view.togglePin(person.key)}
          onStats={() => view.showStats(person.key)}
        />
      ))}
      {shares.map((share) => (
        <ShareTile
          key={share.key}
          share={share}
          speaker={call.devices.speaker}
          place={places.get(share.key) ?? null}
          isStaged={staged === share.key}
          onStage={() => view.togglePin(share.key)}
          onStats={() => view.showStats(share.key)}
        />
      ))}
      {people.length === 1 && call.room.state === 'joined' && (
        <div className="lonely">
          <Invitation room={call.room.room} title="Nobody else is here yet" />
        </div>
      )}
      {pages > 1 && (
        <nav className="pager" aria-label="More people">
          <button type="button" className="icon-button" aria-label="Previous page" disabled={current === 0} onClick={() => setPage(current - 1)}>
            <Icon name="previous" />
          </button>
          <span>
            {current + 1} / {pages}
          </span>
          <button type="button" className="icon-button" aria-label="Next page" disabled={current === pages - 1} onClick={() => setPage(current + 1)}>
            <Icon name="next" />
          </button>
        </nav>
      )}
    </div>
  );
}
