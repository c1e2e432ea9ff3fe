import type { CSSProperties } from 'react';
import { hueOf, initials } from '../logic/names';

/** Stands in for a face. */
export function Avatar({ name }: { name: string }) {
  return (
    <span className="avatar" style={{ '--hue': hueOf(name) } as CSSProperties} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
