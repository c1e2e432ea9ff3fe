import type { ReactElement } from 'react';
import type { RoomError } from 'sluice-client';
import type { Page } from '../app/page';
import { Header } from '../app/Header';
import { anotherName, newRoomName } from '../logic/names';
import { explainFailure, type Remedy } from './failures';
import { Notice } from './Notice';

/** Instead of the room: why not, and the way on in one click. */
export function FailureScreen({ page, failure }: { page: Page; failure: RoomError }) {
  const { place } = page;
  const { title, text, icon, remedies } = explainFailure(failure, place);
  const buttons: Record<Remedy, [string, () => void]> = {
    'another-name': [`Join as “${anotherName(place.name)}”`, () => page.joinUnderAnotherName()],
    again: ['Try again', () => page.rejoin()],
    'another-room': ['Take a new room', () => page.go({ ...place, join: false, room: newRoomName() })],
    lobby: ['To the lobby', () => page.toLobby()],
  };
  return (
    <div className="outside" data-mode={place.mode} data-room-state="failed">
      <Header place={place} onGo={(next) => page.go(next)} />
      <main>
        <Notice icon={icon} title={title} code={failure.code}>
          <p>{text}</p>
          <div className="notice-actions">{remedies.map((remedy, index) => button(remedy, buttons[remedy], index === 0))}</div>
        </Notice>
      </main>
    </div>
  );
}

function button(remedy: Remedy, [label, run]: [string, () => void], isFirst: boolean): ReactElement {
  return (
    <button key={remedy} type="button" className={isFirst ? 'button primary' : 'button quiet'} data-remedy={remedy} autoFocus={isFirst} onClick={run}>
      {label}
    </button>
  );
}
