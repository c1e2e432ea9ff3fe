import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { Icon } from '../ui/Icon';

const LONGEST = 4000;
const MOST_LINES_PX = 140;

/** Enter sends, Shift+Enter begins another line. */
export function ChatInput({ onSend }: { onSend: (text: string) => void }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    const element = field.current!;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight + 2, MOST_LINES_PX)}px`;
  }, [text]);

  useEffect(() => field.current!.focus({ preventScroll: true }), []);

  const send = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (text.trim()) {
      onSend(text.trim());
      setText('');
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      send(event);
    }
  };

  return (
    <form className="chat-form" onSubmit={send}>
      <textarea
        ref={field}
        data-chat-input
        rows={1}
        value={text}
        maxLength={LONGEST}
        placeholder="Message to everybody"
        aria-label="Message to everybody"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="icon-button send" aria-label="Send" disabled={!text.trim()}>
        <Icon name="send" />
      </button>
    </form>
  );
}
