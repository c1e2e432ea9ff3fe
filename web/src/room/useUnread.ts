import type { ChatMessage } from 'sluice-client';
import { useState } from 'react';

/** How many messages of others have come since the chat was last open. */
export function useUnread(messages: readonly ChatMessage[], isOpen: boolean): number {
  const last = messages.at(-1)?.id ?? 0;
  const [seen, setSeen] = useState(last);
  if (isOpen && seen !== last) {
    setSeen(last);
  }
  return isOpen ? 0 : messages.filter(({ id, own }) => id > seen && !own).length;
}
