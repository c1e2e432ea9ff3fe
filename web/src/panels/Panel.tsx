import type { ReactNode } from 'react';
import { Icon } from '../ui/Icon';

interface PanelProps {
  title: string;
  name: string;
  onClose: () => void;
  children: ReactNode;
}

/** Beside the pictures in a wide window, above them as a sheet on a phone. */
export function Panel({ title, name, onClose, children }: PanelProps) {
  return (
    <aside className={`panel ${name}-panel`} aria-label={title} data-panel={name}>
      <header className="panel-head">
        <h2>{title}</h2>
        <button type="button" className="icon-button" aria-label={`Close ${title.toLowerCase()}`} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </aside>
  );
}
