import { useState } from 'react';
import { recall, remember } from '../app/memory';

/** Whether one's own picture floats in the corner in a call of two. */
export function useFloatSelf(): [boolean, (next: boolean) => void] {
  const [floatSelf, setFloatSelf] = useState(() => recall('self') !== 'grid');
  const choose = (next: boolean) => {
    remember('self', next ? null : 'grid');
    setFloatSelf(next);
  };
  return [floatSelf, choose];
}
