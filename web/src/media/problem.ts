export type DeviceKind = 'camera' | 'microphone';

/** Why there is no picture or sound from here. */
export interface Problem {
  reason: 'refused' | 'missing' | 'busy' | 'insecure' | 'failed';
  /** What the browser said, where we have no better words. */
  detail: string;
}

/** A problem in words, with what can be done about it. */
export interface Explanation {
  code: string;
  title: string;
  advice: string;
}

export function problemOf(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
      return { reason: 'refused', detail };
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { reason: 'missing', detail };
    case 'NotReadableError':
    case 'AbortError':
      return { reason: 'busy', detail };
    case 'SecurityError':
      return { reason: 'insecure', detail };
    default:
      return { reason: 'failed', detail };
  }
}

/** One device, or both when they have the same problem. */
export function explain({ reason, detail }: Problem, kinds: readonly DeviceKind[]): Explanation {
  const what = kinds.join(' and ');
  const isBoth = kinds.length > 1;
  const code = `${kinds[0]}-${reason}`;
  switch (reason) {
    case 'refused':
      return {
        code,
        title: `The browser may not use your ${what}`,
        advice: `Click the ${kinds[0]} or lock symbol in the address bar, allow the ${what}, then try again. On a phone or a Mac the system settings must allow it, too.`,
      };
    case 'missing':
      return {
        code,
        title: isBoth ? 'Neither camera nor microphone was found' : `No ${what} was found`,
        advice: `Plug one in or switch it on: it will be found by itself. You can join without.`,
      };
    case 'busy':
      return {
        code,
        title: `Your ${what} ${isBoth ? 'do' : 'does'} not answer`,
        advice: 'Another program or tab probably uses it. Close that one, then try again.',
      };
    case 'insecure':
      return {
        code: 'insecure-context',
        title: 'Browsers open cameras only on secure pages',
        advice:
          'This page came over plain http. Open it by https:// (start the server with --tls self-signed, or put it behind a proxy that has a certificate), or by http://localhost on the machine itself. Without that you can join to watch, listen and chat.',
      };
    case 'failed':
      return { code, title: `Your ${what} could not be opened`, advice: detail };
  }
}
