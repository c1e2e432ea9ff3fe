// Somebody at the page: opens it, and is asked what they see and hear.

/** Opens the page with the given parameters, for example { view: 'play', room: 'demo' }. */
export async function visit(browser, server, parameters) {
  const page = await browser.newPage();
  const visitor = new Visitor(page);
  await page.evaluateOnNewDocument(rememberConnections);
  await page.goto(`${server.url}/?${new URLSearchParams(parameters)}`);
  return visitor;
}

class Visitor {
  errors = [];

  constructor(page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  status() {
    return this.page.$eval('.status', (element) => element.textContent);
  }

  async seesStatus(text, limitMs = 15_000) {
    await this.page
      .waitForFunction((wanted) => document.querySelector('.status')?.textContent.includes(wanted), { timeout: limitMs }, text)
      .catch(async () => {
        throw new Error(`waited for the status "${text}", but it is "${await this.status()}"`);
      });
  }

  async seesVideo(limitMs = 15_000) {
    await this.page
      .waitForFunction(() => document.querySelector('video')?.videoWidth > 0, { timeout: limitMs })
      .catch(async () => {
        throw new Error(`no picture; the status is "${await this.status()}", reception ${JSON.stringify(await this.reception())}`);
      });
  }

  /** From posting the offer to the first decoded frame, in milliseconds, as the page itself measured and shows it. */
  async firstFrameMs() {
    const shown = () => {
      const entry = [...document.querySelectorAll('.stats div')].find((each) => each.textContent.startsWith('First frame'));
      return entry ? parseInt(entry.querySelector('dd').textContent, 10) : null;
    };
    const handle = await this.page.waitForFunction(shown, { timeout: 15_000 });
    return handle.jsonValue();
  }

  /** Counters of what arrives, summed up over the page's connections. */
  reception() {
    return this.page.evaluate(async () => {
      const sum = { framesDecoded: 0, audioEnergy: 0, audioPackets: 0, videoPackets: 0, codec: '' };
      for (const connection of globalThis.connections) {
        const report = [...(await connection.getStats()).values()];
        for (const entry of report.filter((each) => each.type === 'inbound-rtp')) {
          sum.framesDecoded += entry.framesDecoded ?? 0;
          sum.audioEnergy += entry.totalAudioEnergy ?? 0;
          sum[`${entry.kind}Packets`] += entry.packetsReceived;
          if (entry.kind === 'video') {
            sum.codec = report.find((each) => each.id === entry.codecId)?.mimeType ?? '';
          }
        }
      }
      return sum;
    });
  }

  /** By the button, as people who are polite do. */
  async leave() {
    await this.page.$eval('button.leave', (button) => button.click()); // a real click would wait for a tab in the background
    await this.page.close();
  }

  /** By going to another page, or closing the tab: it is the same to a page. */
  async walkAway() {
    await this.page.goto('about:blank');
    await this.page.close();
  }
}

function rememberConnections() {
  globalThis.connections = [];
  const Native = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(...parameters) {
      super(...parameters);
      globalThis.connections.push(this);
    }
  };
}

/** Lets everybody watch for some seconds and tells what each of them got per second. */
export async function watch(players, seconds) {
  const before = await Promise.all(players.map((player) => player.reception()));
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = await Promise.all(players.map((player) => player.reception()));
  const elapsed = (performance.now() - start) / 1000;
  return after.map((now, index) => ({
    framesPerSecond: (now.framesDecoded - before[index].framesDecoded) / elapsed,
    audioEnergy: now.audioEnergy - before[index].audioEnergy,
    audioPacketsPerSecond: (now.audioPackets - before[index].audioPackets) / elapsed,
    codec: now.codec,
  }));
}
