import type { Page } from '../app/page';
import { Notice } from './Notice';

export function EndScreen({ page }: { page: Page }) {
  const { room } = page.place;
  return (
    <Notice icon="leave" title={`You have left ${room}`}>
      <p>Camera and microphone are off. The others can go on without you, or you can go back.</p>
      <div className="notice-actions">
        <button type="button" className="button primary" data-action="rejoin" autoFocus onClick={() => page.rejoin()}>
          Join again
        </button>
        <button type="button" className="button quiet" onClick={() => page.toLobby()}>
          To the lobby
        </button>
      </div>
    </Notice>
  );
}
