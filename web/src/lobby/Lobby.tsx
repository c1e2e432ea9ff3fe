import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { Mode } from 'sluice-client';
import { recall, remember } from '../app/memory';
import type { Page } from '../app/page';
import { roomName } from '../app/place';
import { newRoomName } from '../logic/names';
import { Choices } from '../ui/Choices';
import { Icon } from '../ui/Icon';
import { Invitation } from './Invitation';
import { Preview } from './Preview';

const MODES: { value: Mode; label: string; icon: 'server' | 'direct'; hint: string }[] = [
  { value: 'sfu', label: 'Through the server', icon: 'server', hint: 'for any number of people' },
  { value: 'p2p', label: 'Directly', icon: 'direct', hint: 'while there are two of you' },
];
/** No controls and nothing that turns the direction of writing: others must be able to read it. Emoji and several scripts need the two joiners. */
const NAME_PATTERN = '(?:[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]|[\\u200c\\u200d]){1,64}';

/** On a phone the focus would bring up the keyboard, in front of the picture. */
const WIDE = '(min-width: 861px)';

/** Before the room: how one looks and sounds, what one is called, where one goes. */
export function Lobby({ page }: { page: Page }) {
  const { place, devices } = page;
  const [name, setName] = useState(() => place.name || (recall('name') ?? ''));
  const [room, setRoom] = useState(place.room);
  const nameField = useRef<HTMLInputElement>(null);
  const [mode, setMode] = useState<Mode>(place.mode);

  useEffect(() => {
    void devices.open();
  }, [devices]);

  useEffect(() => {
    if (!nameField.current!.value && matchMedia(WIDE).matches) {
      nameField.current!.focus({ preventScroll: true });
    }
  }, []);

  const join = (event: FormEvent) => {
    event.preventDefault();
    const trimmed = name.trim();
    remember('name', trimmed);
    page.join({ ...place, name: trimmed, room: roomName(room), mode });
  };

  return (
    <div className="lobby">
      <Preview devices={devices} name={name} />
      <section className="lobby-side">
        <form className="card join" onSubmit={join} aria-labelledby="join-title">
          <h1 id="join-title">Ready to join?</h1>
          <label className="field">
            Your name
            <input
              name="name"
              value={name}
              onChange={(event) => setName(event.target.value)}
              placeholder="What others call you"
              required
              maxLength={64}
              pattern={NAME_PATTERN}
              title="1 to 64 characters"
              autoComplete="nickname"
              ref={nameField}
            />
          </label>
          <label className="field">
            Room
            <span className="with-button">
              <input
                name="room"
                value={room}
                onChange={(event) => setRoom(roomName(event.target.value))}
                required
                maxLength={64}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
              />
              <button type="button" className="icon-button" aria-label="A new room with a name of its own" title="A new room with a name of its own" onClick={() => setRoom(newRoomName())}>
                <Icon name="dice" />
              </button>
            </span>
          </label>
          <Choices label="Pictures and sound travel" options={MODES} value={mode} onChange={setMode} />
          <button type="submit" className="button primary large">
            Join the room
          </button>
        </form>
        <Invitation room={room || place.room} />
      </section>
    </div>
  );
}
