/** What of a track's statistics tells how well it arrives. */
export interface Arrival {
  lossFraction: number;
  jitter: number;
  roundTripTime: number | null;
}

/** How well somebody's tracks arrive; good as long as nothing says otherwise. */
export function healthOf(tracks: readonly Arrival[]): 'good' | 'fair' | 'poor' {
  const worst = (figure: (arrival: Arrival) => number) => Math.max(0, ...tracks.map(figure));
  const loss = worst(({ lossFraction }) => lossFraction);
  const jitter = worst((arrival) => arrival.jitter);
  const delay = worst(({ roundTripTime }) => roundTripTime ?? 0);
  if (loss > 0.08 || jitter > 0.15 || delay > 0.8) {
    return 'poor';
  }
  return loss > 0.02 || jitter > 0.06 || delay > 0.4 ? 'fair' : 'good';
}

/** How much of a video a tile of this height in CSS pixels can show. */
export function qualityFor(height: number, pixelRatio: number): 'low' | 'medium' | 'high' {
  const pixels = height * Math.min(pixelRatio, 2);
  if (pixels <= 200) {
    return 'low';
  }
  return pixels <= 420 ? 'medium' : 'high';
}
