import type { RoomError } from 'sluice-client';
import type { IconName } from '../ui/Icon';

/** What can be done about a failure. */
export type Remedy = 'another-name' | 'again' | 'another-room' | 'lobby';

export interface Explanation {
  title: string;
  text: string;
  icon: IconName;
  remedies: Remedy[];
}

interface Where {
  room: string;
  name: string;
}

/** Why somebody is not in the room, in words, with what helps. */
export function explainFailure({ code, message }: RoomError, { room, name }: Where): Explanation {
  switch (code) {
    case 'name-taken':
      return { title: `There is a “${name}” already`, text: 'Names are unique in a room, so that everybody knows who is who.', icon: 'people', remedies: ['another-name', 'lobby'] };
    case 'room-full':
      return { title: `${room} is full`, text: 'As many people are in there as the server lets in. When somebody leaves there is a place for you.', icon: 'people', remedies: ['again', 'another-room'] };
    case 'server-full':
      return { title: 'The server is full', text: 'It has no place for another participant at the moment.', icon: 'server', remedies: ['again', 'lobby'] };
    case 'bad-name':
    case 'bad-room':
      return { title: code === 'bad-name' ? 'This name cannot be used' : 'This room name cannot be used', text: message, icon: 'warning', remedies: ['lobby'] };
    case 'unreachable':
    case 'closed':
    case 'gone':
    case 'shutting-down':
      return { title: 'The server does not answer', text: 'Either it is down, or something between it and this browser keeps WebSockets from getting through. Nothing is wrong with your camera.', icon: 'server', remedies: ['again', 'lobby'] };
    case 'replaced':
      return { title: 'You are in this room in another tab', text: 'This tab has handed the call over. It can take it back.', icon: 'people', remedies: ['again', 'lobby'] };
    case 'connection-failed':
    case 'no-common-codec':
    case 'refused-offer':
    case 'refused-answer':
      return { title: 'The media cannot get through', text: message, icon: 'direct', remedies: ['again', 'lobby'] };
    case 'unsupported-protocol':
    case 'unsupported-browser':
      return { title: code === 'unsupported-browser' ? 'This browser cannot make calls' : 'Page and server do not fit', text: message, icon: 'warning', remedies: ['again'] };
    default:
      return { title: 'The call has ended', text: message, icon: 'warning', remedies: ['again', 'lobby'] };
  }
}
