import { useState } from 'react';
import { Icon } from './Icon';

const SHOWN_MS = 2000;

export function CopyButton({ text, label = 'Copy link' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <button type="button" className="button quiet" data-action="copy-link" onClick={() => void copy()}>
      <Icon name={copied ? 'check' : 'link'} size={18} />
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </button>
  );
}

/** Pages that are not secure have no clipboard of the new kind. */
async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.body.appendChild(document.createElement('textarea'));
    field.value = text;
    field.select();
    document.execCommand('copy');
    field.remove();
  }
}
