import { Call } from '../call/call';
import { wasOff } from '../media/device';
import { Devices } from '../media/devices';
import { Store } from '../ui/store';
import { Toasts } from '../ui/toasts';
import { anotherName } from '../logic/names';
import { recall, remember, roomOfTab, setRoomOfTab } from './memory';
import { linkTo, placeOf, type Place } from './place';

/** What is shown of a room: the lobby before it, the room itself, or the way out with the way back. */
export type Screen = { kind: 'lobby' } | { kind: 'room'; call: Call } | { kind: 'ended' };

/** Where the person is on this page. Lives outside of React, so that joining need not wait for anything to be drawn. */
export class Page extends Store {
  readonly toasts = new Toasts();
  place: Place;
  screen: Screen = { kind: 'lobby' };
  readonly devices: Devices;

  constructor(search: string) {
    super();
    this.place = placeOf(search);
    const isBack = this.place.view === 'lobby' && roomOfTab() === this.place.room;
    const asBefore = isBack || !this.place.join;
    this.devices = new Devices({
      ...this.place,
      camera: this.place.camera && !(asBefore && wasOff('camera')),
      microphone: this.place.microphone && !(asBefore && wasOff('microphone')),
    });
    const name = this.place.name || (isBack ? (recall('name') ?? '') : '');
    if (this.place.join || (isBack && name)) {
      this.join({ ...this.place, name });
    }
    addEventListener('popstate', () => this.#onPopState());
  }

  /** Into the room, whatever the camera does meanwhile. */
  join(place: Place): void {
    void this.devices.open();
    setRoomOfTab(place.room);
    const call = new Call(place, this.devices, this.toasts);
    const wasInRoom = this.screen.kind === 'room';
    this.place = place;
    this.screen = { kind: 'room', call };
    void call.join();
    this.#remember(place.join || wasInRoom ? 'replace' : 'push');
    this.changed();
  }

  /** The same again, for example after the server was away. */
  rejoin(): void {
    this.#hangUp();
    this.join(this.place);
  }

  joinAs(name: string): void {
    remember('name', name);
    this.#hangUp();
    this.join({ ...this.place, name });
  }

  joinUnderAnotherName(): void {
    this.joinAs(anotherName(this.place.name));
  }

  leave(): void {
    this.#hangUp();
    this.toasts.clear();
    this.devices.close();
    this.screen = { kind: 'ended' };
    this.place = { ...this.place, join: false };
    this.#remember('replace');
    this.changed();
  }

  toLobby(): void {
    this.go({ ...this.place, view: 'lobby', join: false });
  }

  go(place: Place): void {
    this.#hangUp();
    this.devices.close();
    this.place = place;
    this.screen = { kind: 'lobby' };
    this.#remember('push');
    this.changed();
  }

  #hangUp(): void {
    if (this.screen.kind === 'room') {
      this.screen.call.leave();
    }
    setRoomOfTab(null);
  }

  #onPopState(): void {
    this.#hangUp();
    this.devices.close();
    this.place = placeOf(location.search);
    this.screen = { kind: 'lobby' };
    this.changed();
  }

  #remember(how: 'push' | 'replace'): void {
    const address = linkTo(this.place);
    if (how === 'push') {
      history.pushState(null, '', address);
    } else {
      history.replaceState(null, '', address);
    }
  }
}
