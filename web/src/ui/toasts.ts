import { Store } from './store';

export interface Toast {
  id: number;
  text: string;
  kind: 'info' | 'good' | 'error';
}

const SHOWN_MS = 5000;
const ERROR_SHOWN_MS = 9000;
const MOST = 3;

/** What has just happened, for a few seconds each. */
export class Toasts extends Store {
  list: readonly Toast[] = [];
  #next = 1;

  show(text: string, kind: Toast['kind'] = 'info'): void {
    if (this.list.some((toast) => toast.text === text)) {
      return;
    }
    const id = this.#next++;
    this.list = [...this.list, { id, text, kind }].slice(-MOST);
    this.changed();
    setTimeout(() => this.dismiss(id), kind === 'error' ? ERROR_SHOWN_MS : SHOWN_MS);
  }

  clear(): void {
    this.list = [];
    this.changed();
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
    this.changed();
  }
}
