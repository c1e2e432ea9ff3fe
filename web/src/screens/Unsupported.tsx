import { Notice } from './Notice';

export function Unsupported({ missing }: { missing: string[] }) {
  return (
    <div className="outside" data-room-state="failed">
      <main>
        <Notice icon="warning" title="This browser cannot make calls" code="unsupported-browser">
          <p>
            It lacks {missing.join(', ')}. Any Chrome, Edge, Firefox or Safari of the last years will do; in a locked-down browser the administrator may have switched it
            off.
          </p>
        </Notice>
      </main>
    </div>
  );
}
