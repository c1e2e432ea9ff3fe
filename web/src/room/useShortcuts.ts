import { useEffect } from 'react';

export interface Shortcut {
  key: string;
  what: string;
  run: () => void;
}

/** Single keys, but not while somebody types or a dialog is open, and not together with Ctrl or the like. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = shortcuts.find(({ key }) => key === event.key || key === event.key.toLowerCase());
      if (!shortcut || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isBusy(event, shortcut.key)) {
        return;
      }
      event.preventDefault();
      shortcut.run();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [shortcuts]);
}

function isBusy(event: KeyboardEvent, key: string): boolean {
  const target = event.target instanceof Element ? event.target : null;
  const isTyping = target?.closest('input, select, textarea, [contenteditable]') != null;
  return document.querySelector('dialog[open]') !== null || (isTyping && key !== 'Escape');
}
