// A network cable to the server's TCP port that can be pulled: pages and WebSockets go through it, media does not.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export async function layCable(server) {
  const cable = new Cable(server.httpPort);
  await cable.listen();
  return cable;
}

class Cable {
  #sockets = new Set();
  #pulled = false;
  #listener;

  constructor(port) {
    this.#listener = createServer((near) => this.#join(near, port));
  }

  async listen() {
    this.#listener.listen(0, '127.0.0.1');
    await once(this.#listener, 'listening');
    this.url = `http://localhost:${this.#listener.address().port}`;
  }

  #join(near, port) {
    if (this.#pulled) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    for (const [socket, other] of [[near, far], [far, near]]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }

  /** All connections break, and new ones fail until it is plugged in again. */
  pull() {
    this.#pulled = true;
    this.#sockets.forEach((socket) => socket.resetAndDestroy());
  }

  plugIn() {
    this.#pulled = false;
  }

  close() {
    this.pull();
    this.#listener.close();
  }
}
