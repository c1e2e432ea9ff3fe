import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import type { Page } from './page';

export function draw(page: Page): void {
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App page={page} />
    </StrictMode>,
  );
}
