import { useEffect, useRef } from 'react';
import type { ChatMessage } from 'sluice-client';
import type { Call } from '../call/call';
import { timeOfDay } from '../logic/format';
import { pieces } from '../logic/links';
import { hueOf } from '../logic/names';
import { ChatInput } from './ChatInput';
import { Panel } from './Panel';

const NEAR_END_PX = 60;
const SAME_BREATH_MS = 120_000;

export function ChatPanel({ call, onClose }: { call: Call; onClose: () => void }) {
  const { messages } = call.room;
  const list = useRef<HTMLOListElement>(null);
  useStayAtEnd(list, messages.length);
  return (
    <Panel title="Chat" name="chat" onClose={onClose}>
      <ol ref={list} className="chat-list" role="log" aria-label="Messages" tabIndex={0}>
        {messages.length === 0 && <li className="chat-empty">Nothing has been said yet. Everybody in the room will read it; nothing is kept.</li>}
        {messages.map((message, index) => (
          <Message key={message.id} message={message} isContinued={continues(message, messages[index - 1])} />
        ))}
      </ol>
      <ChatInput onSend={(text) => call.room.sendChat(text)} />
    </Panel>
  );
}

function Message({ message, isContinued }: { message: ChatMessage; isContinued: boolean }) {
  const { name, text, time, own } = message;
  return (
    <li className={own ? 'chat-message own' : 'chat-message'}>
      {!isContinued && (
        <p className="chat-from">
          <strong style={{ '--hue': hueOf(name) } as React.CSSProperties}>{own ? 'You' : name}</strong>
          <time dateTime={new Date(time).toISOString()}>{timeOfDay(time)}</time>
        </p>
      )}
      <p className="chat-text">
        {pieces(text).map((piece, index) =>
          piece.href === undefined ? (
            piece.text
          ) : (
            <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
              {piece.text}
            </a>
          ),
        )}
      </p>
    </li>
  );
}

function continues(message: ChatMessage, before: ChatMessage | undefined): boolean {
  return before !== undefined && before.from === message.from && message.time - before.time < SAME_BREATH_MS;
}

/** New messages scroll into sight, unless somebody is reading further up. */
function useStayAtEnd(list: React.RefObject<HTMLElement | null>, count: number): void {
  const wasAtEnd = useRef(true);

  useEffect(() => {
    const element = list.current!;
    const onScroll = () => (wasAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [list]);

  useEffect(() => {
    if (wasAtEnd.current) {
      list.current!.scrollTop = list.current!.scrollHeight;
    }
  }, [list, count]);
}
