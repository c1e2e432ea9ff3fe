import { recall, remember } from './memory';

export type Theme = 'auto' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export function theme(): Theme {
  return THEMES.find((each) => each === recall('theme')) ?? 'auto';
}

/** The style sheets follow `color-scheme`; without the attribute that is what the system says. */
export function applyTheme(next: Theme): void {
  remember('theme', next === 'auto' ? null : next);
  if (next === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
}
