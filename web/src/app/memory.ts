/** What the page remembers about this person on this machine. Browsers may refuse to store anything: then it forgets. */
const PREFIX = 'sluice.';

export function recall(key: string): string | null {
  return quietly(() => localStorage.getItem(PREFIX + key)) ?? null;
}

export function remember(key: string, value: string | null): void {
  quietly(() => (value === null ? localStorage.removeItem(PREFIX + key) : localStorage.setItem(PREFIX + key, value)));
}

/** The room that this tab is in, so that reloading the page goes back into it. */
export function roomOfTab(): string | null {
  return quietly(() => sessionStorage.getItem(`${PREFIX}room`)) ?? null;
}

export function setRoomOfTab(room: string | null): void {
  quietly(() => (room === null ? sessionStorage.removeItem(`${PREFIX}room`) : sessionStorage.setItem(`${PREFIX}room`, room)));
}

function quietly<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
