import { SessionError } from './session';

/** Says in words what went wrong and what to do about it. */
export function explain(error: unknown): string {
  if (error instanceof SessionError) {
    return error.message;
  }
  if (error instanceof DOMException) {
    switch (error.name) {
      case 'NotAllowedError':
        return 'The browser was not allowed to use the camera. Allow it in the address bar and reload.';
      case 'NotFoundError':
        return 'No camera or microphone was found.';
      case 'NotReadableError':
        return 'The camera is in use by another program.';
      case 'SecurityError':
        return 'Browsers open the camera only on https:// pages and on localhost. Start the server with --tls self-signed.';
    }
  }
  if (error instanceof TypeError) {
    return 'The server does not answer.';
  }
  return error instanceof Error ? error.message : String(error);
}
