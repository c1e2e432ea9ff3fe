import { useCallback, useEffect, useState } from 'react';

export interface Fullscreen {
  isPossible: boolean;
  isOn: boolean;
  toggle: () => void;
}

export function useFullscreen(): Fullscreen {
  const [isOn, setIsOn] = useState(document.fullscreenElement !== null);

  useEffect(() => {
    const onChange = () => setIsOn(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', onChange);
    return () => document.removeEventListener('fullscreenchange', onChange);
  }, []);

  const toggle = useCallback(() => {
    const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    void change.catch(() => undefined); // the browser may want a click for it
  }, []);

  return { isPossible: document.fullscreenEnabled, isOn, toggle };
}
