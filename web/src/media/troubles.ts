import type { Device } from './device';
import type { Devices } from './devices';
import { explain, type Explanation } from './problem';

/** What keeps devices that are wanted from working; one entry when both have the same problem. */
export interface Trouble extends Explanation {
  devices: readonly Device[];
  /** Whether trying again could help. */
  isCurable: boolean;
}

export function troublesOf({ camera, microphone }: Devices): Trouble[] {
  const troubled = [camera, microphone].filter((device) => device.wanted && device.problem);
  const isShared = troubled.length === 2 && camera.problem!.reason === microphone.problem!.reason;
  const groups = isShared ? [troubled] : troubled.map((device) => [device]);
  return groups.map((devices) => {
    const problem = devices[0]!.problem!;
    const kinds = devices.map(({ kind }) => kind);
    return { ...explain(problem, kinds), devices, isCurable: problem.reason !== 'insecure' };
  });
}
