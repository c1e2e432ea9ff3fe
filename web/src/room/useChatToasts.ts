import { useEffect } from 'react';
import type { Call } from '../call/call';

const LONGEST = 80;

/** A glimpse of what was said while the chat is closed. */
export function useChatToasts(call: Call, isChatOpen: boolean): void {
  useEffect(() => {
    if (isChatOpen) {
      return;
    }
    return call.room.on('chat', ({ own, name, text }) => {
      if (!own) {
        call.toasts.show(`${name}: ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`);
      }
    });
  }, [call, isChatOpen]);
}
