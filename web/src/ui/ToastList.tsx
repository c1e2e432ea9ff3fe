import { Icon } from './Icon';
import { useStore } from './useStore';
import type { Toasts } from './toasts';

export function ToastList({ toasts }: { toasts: Toasts }) {
  const { list } = useStore(toasts);
  return (
    <div className="toasts" role="log" aria-live="polite" aria-label="What has happened">
      {list.map((toast) => (
        <p key={toast.id} className={`toast ${toast.kind}`} data-toast={toast.kind}>
          <span>{toast.text}</span>
          <button type="button" className="icon-button small" aria-label="Dismiss" onClick={() => toasts.dismiss(toast.id)}>
            <Icon name="close" size={16} />
          </button>
        </p>
      ))}
    </div>
  );
}
