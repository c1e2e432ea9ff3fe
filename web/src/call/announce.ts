import type { Room } from 'sluice-client';
import type { Toasts } from '../ui/toasts';

/** Tells in words what happens in the room. Returns what stops it. */
export function announce(room: Room, toasts: Toasts): () => void {
  const isNews = () => room.state === 'joined'; // who was here before us is none
  const stops = [
    room.on('participantJoined', ({ participant }) => isNews() && toasts.show(`${participant.name} joined`)),
    room.on('participantLeft', ({ participant, reason }) =>
      toasts.show(reason === 'left' ? `${participant.name} left` : `${participant.name} is gone: the connection was lost`),
    ),
    room.on('trackAdded', ({ participant, track }) => {
      if (track.source === 'screen' && isNews()) {
        toasts.show(`${participant.name} shares a screen`);
      }
    }),
    room.on('trackRemoved', ({ participant, track }) => {
      if (track.source === 'screen') {
        toasts.show(`${participant.name} no longer shares a screen`);
      }
    }),
    room.on('mode', ({ mode }) => {
      if (mode === 'sfu') {
        toasts.show('More than two are here: pictures and sound now go through the server', 'good');
      }
    }),
    room.on('reconnected', ({ rejoined }) => toasts.show(rejoined ? 'Back in the room' : 'Connected again', 'good')),
    room.on('error', ({ code, message }) => {
      if (code !== 'playback-blocked') {
        toasts.show(message, 'error');
      }
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
