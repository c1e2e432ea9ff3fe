// The server under test, started the way a newcomer starts it.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const SLUICE = fileURLToPath(new URL('../../../sluice', import.meta.url));
const START_LIMIT_MS = 60_000;

export async function startServer(...options) {
  const httpPort = await freeTcpPort();
  const udpPort = await freeUdpPort();
  const server = new Server(httpPort, udpPort, ['--http-port', String(httpPort), '--udp-port', String(udpPort), ...options]);
  await server.start();
  return server;
}

class Server {
  #options;
  #child;
  #exit;
  output = '';
  startMs = 0;

  constructor(httpPort, udpPort, options) {
    this.httpPort = httpPort;
    this.udpPort = udpPort;
    this.url = `http://localhost:${httpPort}`;
    this.#options = options;
  }

  /** Starts it, also once more after its end. Comes back when it listens. */
  async start() {
    const begin = performance.now();
    this.#child = spawn(SLUICE, ['run', ...this.#options], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exit = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.output += text));
    }
    await this.#ready();
    this.startMs = Math.round(performance.now() - begin);
  }

  async #ready() {
    const deadline = Date.now() + START_LIMIT_MS;
    while (!(await this.#isHealthy())) {
      if (this.#child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`the server did not start:\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What ends a server in a terminal: Ctrl-C. Returns the exit code. */
  async interrupt() {
    this.#child.kill('SIGINT');
    const [code] = await this.#exit;
    return code;
  }

  /** What a power cut does to it. */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** Lines of the log that should not be there. */
  complaints() {
    return this.output.split('\n').filter((line) => /\b(WARN|ERROR)\b|Exception/.test(line));
  }

  async metric(name) {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const values = text
      .split('\n')
      .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
    return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0);
  }

  /** Comes back when nobody of this name is in a room: the name is free. */
  async lacks(name, limitMs = 10_000) {
    const deadline = Date.now() + limitMs;
    while ((await (await fetch(`${this.url}/api/rooms`)).text()).includes(`"name":"${name}"`)) {
      if (Date.now() > deadline) {
        throw new Error(`${name} is still there after ${limitMs} ms`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #isHealthy() {
    return fetch(`${this.url}/health`).then(
      (response) => response.ok,
      () => false,
    );
  }
}

async function freeTcpPort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function freeUdpPort() {
  const socket = createSocket('udp4').bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
