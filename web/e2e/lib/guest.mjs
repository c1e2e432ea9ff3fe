// Somebody in a room of the room page: joins by link, clicks its buttons, and is asked what they see and hear of whom.

const LIMIT_MS = 30_000;

const present = new Set();

/** Sends everybody home who is still there: after a test that has failed. */
export async function sendHome() {
  await Promise.all([...present].map((guest) => guest.goes()));
}

/** Opens the link that joins at once. `place` has room and name and whatever else the page takes. */
export async function arrive(browser, site, place) {
  const page = await browser.newPage();
  const guest = new Guest(page, place.name);
  present.add(guest);
  await page.evaluateOnNewDocument(rememberConnections);
  await page.goto(`${site.url}/?${new URLSearchParams({ join: 1, ...place })}`);
  return guest;
}

export class Guest {
  /** What a developer would see in red in the console. */
  errors = [];

  constructor(page, name) {
    this.page = page;
    this.name = name;
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && this.errors.push(message.text()));
  }

  /** Presses one of the toolbar's buttons. */
  press(action) {
    return this.page.$eval(`.toolbar [data-action="${action}"]`, (button) => button.click()); // a real click would wait for a tab in the background
  }

  /** Waits for a condition of the page; `what` is for the reader of the failure. */
  async waits(what, condition, argument, limitMs = LIMIT_MS) {
    const begin = performance.now();
    await this.page.waitForFunction(condition, { timeout: limitMs, polling: 50 }, argument).catch(async () => {
      throw new Error(`${this.name} waited ${limitMs} ms for ${what}; sees ${JSON.stringify(await this.looksAround())}`);
    });
    return performance.now() - begin;
  }

  /** Waits until the others are exactly these, each with a picture. */
  sees(names, limitMs) {
    return this.waits(`pictures of ${names}`, everybodyIsThere, [...names].sort(), limitMs);
  }

  /** Waits until somebody's tile is gone. */
  misses(name, limitMs) {
    return this.waits(`${name} to be gone`, (gone) => !document.querySelector(`[data-participant="${gone}"]`), name, limitMs);
  }

  seesMuted(name, muted, limitMs) {
    return this.waits(`${name} muted: ${muted}`, ([who, wanted]) =>
      document.querySelector(`[data-participant="${who}"]`)?.dataset.muted === wanted, [name, String(muted)], limitMs);
  }

  seesCamera(name, state, limitMs) {
    return this.waits(`the camera of ${name}: ${state}`, ([who, wanted]) =>
      document.querySelector(`[data-participant="${who}"]`)?.dataset.camera === wanted, [name, state], limitMs);
  }

  seesShare(name, limitMs) {
    return this.waits(`the screen of ${name}`, (who) => document.querySelector(`[data-share="${who}"] video`)?.videoWidth > 0, name, limitMs);
  }

  missesShare(name, limitMs) {
    return this.waits(`the end of ${name}'s screen`, (who) => !document.querySelector(`[data-share="${who}"]`), name, limitMs);
  }

  async readsChat(text, limitMs) {
    await this.opensChat();
    return this.waits(`"${text}" in the chat`, (wanted) =>
      [...document.querySelectorAll('.chat-message')].some((message) => message.textContent.includes(wanted)), text, limitMs);
  }

  isIn(mode, limitMs) {
    return this.waits(`mode ${mode}`, (wanted) => !!document.querySelector(`[data-mode="${wanted}"]`), mode, limitMs);
  }

  async opensChat() {
    if (!(await this.page.$('[data-panel="chat"]'))) {
      await this.press('chat');
      await this.page.waitForSelector('[data-chat-input]', { timeout: LIMIT_MS });
    }
  }

  async says(text) {
    await this.opensChat();
    await this.page.focus('[data-chat-input]');
    await this.page.type('[data-chat-input]', text);
    await this.page.keyboard.press('Enter');
  }

  /** The room as the page shows it: for messages. */
  looksAround() {
    return this.page.evaluate(() => ({
      state: document.querySelector('[data-room-state]')?.dataset.roomState,
      error: document.querySelector('[data-error]')?.dataset.error,
      tiles: [...document.querySelectorAll('[data-participant]')].map((tile) => [tile.dataset.participant, tile.querySelector('video')?.videoWidth ?? 0]),
    }));
  }

  /** What has arrived of each of the others so far: { name: { framesDecoded, audioEnergy } }. */
  received() {
    return this.page.evaluate(receivedByParticipant);
  }

  /** The selected candidate pairs of all open connections, as [local, remote] addresses with ports. */
  pairs() {
    return this.page.evaluate(selectedPairs);
  }

  /** Milliseconds since the link was opened to the first picture of somebody else, as the page noted it. */
  async firstFrameMs() {
    await this.waits('a first picture', () => performance.getEntriesByName('sluice:first-remote-frame').length > 0);
    return this.page.evaluate(() => performance.getEntriesByName('sluice:first-remote-frame')[0].startTime);
  }

  /** By the button, as people who are polite do. */
  async leave() {
    await this.press('leave');
    await this.waits('the end screen', () => document.querySelector('[data-room-state]')?.dataset.roomState === 'left');
    await this.goes();
  }

  /** Closes the tab. */
  async goes() {
    present.delete(this);
    await this.page.close().catch(() => undefined);
  }
}

/** No camera is faster than that. */
const FRAME_MS = 1000 / 30;

/**
 * The longest time, in milliseconds, in which no new frame of a participant can have been decoded while `events` happened.
 * Asked from outside, because a page in the background has slow timers, and by the browser's own time of each count: of two
 * counts that lie far apart because the answer was slow, the frames between them are taken off.
 */
export async function longestGap(guest, names, events) {
  const last = new Map();
  let longest = 0;
  let over = false;
  const done = events().finally(() => (over = true));
  while (!over) {
    const received = await guest.received();
    for (const name of names.filter((each) => received[each])) {
      const now = received[name];
      const before = last.get(name) ?? now;
      const frames = now.framesDecoded - before.framesDecoded;
      longest = Math.max(longest, now.countedAt - before.countedAt - Math.max(0, frames - 1) * FRAME_MS);
      last.set(name, frames === 0 ? before : now);
    }
  }
  await done;
  return longest;
}

/** Lets everybody look at everybody for some seconds: [guest, other, frames per second, audio energy] for each pair. */
export async function watchAll(guests, seconds) {
  const before = await Promise.all(guests.map((guest) => guest.received()));
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = await Promise.all(guests.map((guest) => guest.received()));
  const elapsed = (performance.now() - start) / 1000;
  return guests.flatMap((guest, index) =>
    guests.filter((other) => other !== guest).map((other) => {
      const first = before[index][other.name] ?? { framesDecoded: 0, audioEnergy: 0 };
      const last = after[index][other.name] ?? first;
      return {
        guest: guest.name,
        other: other.name,
        framesPerSecond: (last.framesDecoded - first.framesDecoded) / elapsed,
        audioEnergy: last.audioEnergy - first.audioEnergy,
      };
    }),
  );
}

// What follows runs in the page.

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

function everybodyIsThere(names) {
  const there = [...document.querySelectorAll('[data-participant]')].filter((tile) => tile.querySelector('video')?.videoWidth > 0);
  return JSON.stringify(there.map((tile) => tile.dataset.participant).sort()) === JSON.stringify(names);
}

async function receivedByParticipant() {
  const owners = new Map();
  for (const tile of document.querySelectorAll('[data-participant]')) {
    for (const media of tile.querySelectorAll('video, audio')) {
      media.srcObject?.getTracks().forEach((track) => owners.set(track.id, tile.dataset.participant));
    }
  }
  const received = {};
  for (const connection of globalThis.connections.filter((each) => each.connectionState !== 'closed')) {
    // Firefox never answers when the connection is closed while it looks
    const report = await Promise.race([connection.getStats(), new Promise((resolve) => setTimeout(resolve, 1000, new Map()))]);
    for (const entry of report.values()) {
      const owner = entry.type === 'inbound-rtp' && owners.get(entry.trackIdentifier);
      if (owner) {
        received[owner] ??= { framesDecoded: 0, audioEnergy: 0, countedAt: 0 };
        received[owner].framesDecoded += entry.framesDecoded ?? 0;
        received[owner].countedAt = Math.max(received[owner].countedAt, entry.timestamp);
        received[owner].audioEnergy += entry.totalAudioEnergy ?? 0;
      }
    }
  }
  return received;
}

async function selectedPairs() {
  const pairs = [];
  for (const connection of globalThis.connections.filter((each) => each.connectionState === 'connected')) {
    const report = await connection.getStats();
    const transport = [...report.values()].find((entry) => entry.type === 'transport');
    const pair = report.get(transport?.selectedCandidatePairId);
    if (pair) {
      const [local, remote] = [report.get(pair.localCandidateId), report.get(pair.remoteCandidateId)];
      pairs.push([`${local.address}:${local.port}`, `${remote.address}:${remote.port}`]);
    }
  }
  return pairs;
}
