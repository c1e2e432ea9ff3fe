import { Session, SessionError } from './session';

const RETRY_MS = 1000;

/** What the player is told while it plays. */
export interface PlayEvents {
  onTrack(stream: MediaStream): void;
  /** Nobody publishes there yet; asked again every second. */
  onWaiting(reason: string): void;
}

/**
 * Plays the named participant of the room, or the only one when the name is empty: waits until there is one, and waits
 * again when they leave. Goes on until `newSession` gives null.
 */
export async function play(
  newSession: () => Session | null,
  room: string,
  name: string,
  events: PlayEvents,
): Promise<void> {
  const path = name ? `/whep/${encodeURIComponent(room)}/${encodeURIComponent(name)}` : `/whep/${encodeURIComponent(room)}`;
  for (let session = newSession(); session; session = newSession()) {
    try {
      await receive(session, path, events);
      await session.ended;
      session.close();
      events.onWaiting('the publisher has left');
    } catch (error) {
      session.close();
      if (!(error instanceof SessionError) || error.status !== 404) {
        throw error;
      }
      events.onWaiting(error.message);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function receive(session: Session, path: string, events: PlayEvents): Promise<void> {
  const stream = new MediaStream();
  session.connection.addTransceiver('audio', { direction: 'recvonly' });
  session.connection.addTransceiver('video', { direction: 'recvonly' });
  session.connection.ontrack = ({ track }) => {
    stream.addTrack(track);
    events.onTrack(stream);
  };
  await session.negotiate(path);
}
