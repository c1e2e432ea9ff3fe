import type { Source } from 'sluice-client';
import type { Call } from '../call/call';

/** Whose statistics there are to look at. */
export interface Subject {
  key: string;
  name: string;
  label: string;
  participant: string;
  tracks: { id: string; title: string }[];
}

const TITLES: Record<Source, string> = { camera: 'Camera', microphone: 'Microphone', screen: 'Screen', 'screen-audio': 'Sound of the screen', other: 'Media' };
const SCREEN: readonly Source[] = ['screen', 'screen-audio'];

/** Keys are those of the tiles. */
export function subjectsIn({ room }: Call): Subject[] {
  const others = [...room.participants.values()];
  const person = (key: string, label: string, each: Carrier) => subject(key, label, each, (source) => !SCREEN.includes(source));
  const screen = (key: string, label: string, each: Carrier) => subject(key, label, each, (source) => SCREEN.includes(source));
  return [
    ...others.map((each) => person(`person ${each.name}`, each.name, each)),
    person('self', `${room.name} (you)`, room.local),
    ...others.map((each) => screen(`share ${each.name}`, `${each.name}’s screen`, each)).filter(({ tracks }) => tracks.length > 0),
    ...[screen('own share', 'Your screen', room.local)].filter(({ tracks }) => tracks.length > 0),
  ];
}

interface Carrier {
  id: string;
  name: string;
  tracks: ReadonlyMap<string, { id: string; source: Source; kind: 'audio' | 'video' }>;
}

function subject(key: string, label: string, { id, name, tracks }: Carrier, isWanted: (source: Source) => boolean): Subject {
  const wanted = [...tracks.values()].filter(({ source }) => isWanted(source));
  const videoFirst = wanted.sort((a, b) => b.kind.localeCompare(a.kind));
  return { key, label, name, participant: id, tracks: videoFirst.map(({ id: track, source }) => ({ id: track, title: TITLES[source] })) };
}
