import type { Mode } from 'sluice-client';
import type { VideoCodec } from '../studio/publish';

/** Where the page is: what its address says, so that every view can be linked to and reloaded. */
export interface Place {
  view: 'lobby' | 'studio' | 'publish' | 'play';
  room: string;
  name: string;
  /** Go into the room without a stop in the lobby. */
  join: boolean;
  mode: Mode;
  codec: VideoCodec;
  /** The height to ask the camera for, in pixels. */
  height: number;
  /** Frames per second to ask the camera for. */
  fps: number;
  /** Whether to begin with the camera and with the microphone on. */
  camera: boolean;
  microphone: boolean;
}

export const HEIGHTS = [180, 360, 720, 1080];
export const DEFAULT_HEIGHT = 720;
export const DEFAULT_FPS = 30;
export const DEFAULT_ROOM = 'demo';
const VIEWS: readonly Place['view'][] = ['studio', 'publish', 'play'];

export function placeOf(search: string): Place {
  const query = new URLSearchParams(search);
  const name = (query.get('name') ?? '').trim();
  return {
    view: VIEWS.find((view) => view === query.get('view')) ?? 'lobby',
    room: roomName(query.get('room') ?? '') || DEFAULT_ROOM,
    name,
    join: query.get('join') === '1' && name !== '',
    mode: query.get('mode') === 'p2p' ? 'p2p' : 'sfu',
    codec: (query.get('codec') as VideoCodec | null) ?? 'auto',
    height: within(query.get('height'), 48, 2160) ?? DEFAULT_HEIGHT,
    fps: within(query.get('fps'), 1, 60) ?? DEFAULT_FPS,
    camera: query.get('camera') !== '0',
    microphone: query.get('mic') !== '0',
  };
}

/** The address of a view, as short as it can be. */
export function linkTo(place: Place): string {
  if (place.view === 'studio') {
    return '/?view=studio';
  }
  const query = new URLSearchParams(place.view === 'lobby' ? {} : { view: place.view });
  query.set('room', place.room);
  if (place.name && (place.view !== 'lobby' || place.join)) {
    query.set('name', place.name);
  }
  if (place.view === 'lobby') {
    setIf(query, 'join', '1', place.join);
    setIf(query, 'mode', place.mode, place.mode === 'p2p');
    setIf(query, 'mic', '0', !place.microphone);
    setIf(query, 'camera', '0', !place.camera);
    setIf(query, 'fps', String(place.fps), place.fps !== DEFAULT_FPS);
  }
  if (place.view !== 'play') {
    setIf(query, 'codec', place.codec, place.codec !== 'auto');
    setIf(query, 'height', String(place.height), place.height !== DEFAULT_HEIGHT);
  }
  return `/?${query}`;
}

/** What one sends to others: the room and nothing about who sends it. */
export function invitation(room: string, origin: string): string {
  return `${origin}/?room=${encodeURIComponent(room)}`;
}

/** The nearest name that a room can have: what people type has spaces and accents. */
export function roomName(typed: string): string {
  const letters = typed
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/\s+/g, '-')
    .replace(/[^\p{L}\p{N}._~@-]/gu, '');
  return [...letters].slice(0, 64).join('');
}

function within(text: string | null, least: number, most: number): number | null {
  const value = Number(text);
  return text && value >= least && value <= most ? Math.round(value) : null;
}

function setIf(query: URLSearchParams, key: string, value: string, condition: boolean): void {
  if (condition) {
    query.set(key, value);
  }
}
