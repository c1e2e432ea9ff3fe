import type { ReactNode } from 'react';
import type { Session } from './session';
import { StatsPanel } from './StatsPanel';

export interface Status {
  kind: 'busy' | 'good' | 'error';
  text: string;
}

interface StageProps {
  title: string;
  status: Status;
  session: Session | null;
  firstFrameMs?: number | null;
  onLeave: () => void;
  children: ReactNode;
}

/** What publishing and playing share: title, status, the video with its extras, statistics, the way out. */
export function Stage({ title, status, session, firstFrameMs = null, onLeave, children }: StageProps) {
  return (
    <section className="stage studio">
      <div className="stage-bar">
        <h1>{title}</h1>
        <p className={`status ${status.kind}`} role={status.kind === 'error' ? 'alert' : 'status'}>
          {status.text}
        </p>
        <button type="button" className="button quiet leave" onClick={onLeave}>
          Leave
        </button>
      </div>
      {children}
      {session && <StatsPanel session={session} firstFrameMs={firstFrameMs} />}
    </section>
  );
}
