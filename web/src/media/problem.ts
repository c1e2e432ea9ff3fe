/** Why there is no picture or sound from here, with what can be done about it. */
export type ProblemCode = 'camera-refused' | 'microphone-refused' | 'camera-missing' | 'microphone-missing' | 'camera-busy' | 'microphone-busy' | 'insecure-context' | 'camera-failed' | 'microphone-failed';

export type DeviceKind = 'camera' | 'microphone';

export interface Problem {
  code: ProblemCode;
  title: string;
  /** What to do about it. */
  advice: string;
}

export function problemOf(error: unknown, kind: DeviceKind): Problem {
  const name = error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
      return {
        code: `${kind}-refused`,
        title: `The browser may not use your ${kind}`,
        advice: `Click the ${kind} or lock symbol in the address bar, allow the ${kind}, then try again. On a phone or a Mac the system settings must allow it, too.`,
      };
    case 'NotFoundError':
    case 'OverconstrainedError':
      return {
        code: `${kind}-missing`,
        title: `No ${kind} was found`,
        advice: `Plug one in or switch it on: it will be found by itself. You can join without it.`,
      };
    case 'NotReadableError':
    case 'AbortError':
      return {
        code: `${kind}-busy`,
        title: `Your ${kind} does not answer`,
        advice: 'Another program or tab probably uses it. Close that one, then try again.',
      };
    case 'SecurityError':
      return insecure();
    default:
      return {
        code: `${kind}-failed`,
        title: `Your ${kind} could not be opened`,
        advice: error instanceof Error ? error.message : String(error),
      };
  }
}

export function insecure(): Problem {
  return {
    code: 'insecure-context',
    title: 'Browsers open cameras only on secure pages',
    advice:
      'This page came over plain http. Open it by https:// (start the server with --tls self-signed, or put it behind a proxy that has a certificate), or by http://localhost on the machine itself. Without that you can join to watch, listen and chat.',
  };
}
