import type { NamedConnection } from './media';
import { entriesOf, pathOf } from './stats';
import type { ConnectionStats, RoomStats, TrackStats } from './types';

interface Measured {
  readonly participant: string;
  readonly track: { readonly id: string; stats(): Promise<TrackStats> };
}

/** Asks all connections and tracks at the same time. */
export async function roomStats(connections: readonly NamedConnection[], tracks: readonly Measured[]): Promise<RoomStats> {
  const [ofConnections, ofTracks] = await Promise.all([
    Promise.all(connections.map(connectionStats)),
    Promise.all(tracks.map(async ({ participant, track }) => ({ participant, track: track.id, stats: await track.stats() }))),
  ]);
  return { connections: ofConnections, tracks: ofTracks, timestamp: performance.timeOrigin + performance.now() };
}

async function connectionStats({ name, connection }: NamedConnection): Promise<ConnectionStats> {
  const { pair, roundTripTime, outgoing } = pathOf(await entriesOf(connection), name === 'direct');
  return { connection: name, state: connection.connectionState, pair, roundTripTime, availableOutgoingBitrate: outgoing };
}
