import type { VideoCodec } from '../rtc/publish';

/** Where the page is: what its address says, so that every view can be linked to and reloaded. */
export interface Place {
  view: 'home' | 'publish' | 'play';
  room: string;
  name: string;
  codec: VideoCodec;
  /** The height to ask the camera for, in pixels. */
  height: number;
}

export const HEIGHTS = [360, 720, 1080];
const DEFAULT_HEIGHT = 720;

export function placeOf(search: string): Place {
  const query = new URLSearchParams(search);
  const view = query.get('view');
  return {
    view: view === 'publish' || view === 'play' ? view : 'home',
    room: query.get('room') || 'demo',
    name: query.get('name') ?? '',
    codec: (query.get('codec') as VideoCodec | null) ?? 'auto',
    height: HEIGHTS.find((height) => height === Number(query.get('height'))) ?? DEFAULT_HEIGHT,
  };
}

export function linkTo(place: Place): string {
  const query = new URLSearchParams({ view: place.view, room: place.room });
  if (place.name) {
    query.set('name', place.name);
  }
  if (place.view === 'publish' && place.codec !== 'auto') {
    query.set('codec', place.codec);
  }
  if (place.view === 'publish' && place.height !== DEFAULT_HEIGHT) {
    query.set('height', String(place.height));
  }
  return place.view === 'home' ? '/' : `/?${query}`;
}
