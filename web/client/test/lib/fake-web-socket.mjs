/** A WebSocket whose other end is the test. */
export class FakeWebSocket {
  static all = [];
  /** Called with each new socket, for tests whose server answers by itself. */
  static onNew = null;
  readyState = 0;
  sent = [];
  onopen = null;
  onmessage = null;
  onclose = null;
  /** Called with each message, for tests whose server answers by itself. */
  onSent = null;
  closeCode = null;

  constructor(url) {
    this.url = url;
    FakeWebSocket.all.push(this);
    FakeWebSocket.onNew?.(this);
  }

  send(text) {
    if (this.readyState !== 1) {
      throw new DOMException('not open', 'InvalidStateError');
    }
    const message = JSON.parse(text);
    this.sent.push(message);
    this.onSent?.(message);
  }

  close(code) {
    this.closeCode ??= code;
    this.readyState = 3;
  }

  // The server's side.

  open() {
    this.readyState = 1;
    this.onopen?.();
  }

  say(message) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  cut(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}
