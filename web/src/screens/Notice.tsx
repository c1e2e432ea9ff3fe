import type { ReactNode } from 'react';
import { Icon, type IconName } from '../ui/Icon';

interface NoticeProps {
  icon: IconName;
  title: string;
  code?: string;
  children: ReactNode;
}

/** A whole screen that says one thing and what to do next. */
export function Notice({ icon, title, code, children }: NoticeProps) {
  return (
    <section className="notice card" data-error={code} role={code ? 'alert' : undefined} aria-labelledby="notice-title">
      <span className={code ? 'notice-icon bad' : 'notice-icon'}>
        <Icon name={icon} size={34} />
      </span>
      <h1 id="notice-title">{title}</h1>
      {children}
    </section>
  );
}
