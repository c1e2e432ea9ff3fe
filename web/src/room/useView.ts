import { useCallback, useState } from 'react';

export type Panel = 'chat' | 'people' | 'stats';
export type Overlay = 'settings' | 'help' | 'invite' | 'more';

/** What is open and who is large: looks only, nothing of it leaves this page. */
export function useView() {
  const [panel, setPanel] = useState<Panel | null>(null);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [pinned, setPinned] = useState<string | null>(null);
  const [statsOf, setStatsOf] = useState<string | null>(null);

  const togglePanel = useCallback((next: Panel) => setPanel((now) => (now === next ? null : next)), []);
  const togglePin = useCallback((key: string) => setPinned((now) => (now === key ? null : key)), []);
  const showStats = useCallback((key: string) => {
    setStatsOf(key);
    setPanel('stats');
  }, []);

  return { panel, overlay, pinned, statsOf, setPanel, togglePanel, setOverlay, togglePin, showStats };
}

export type View = ReturnType<typeof useView>;
