// Not yet part of the suite: on two cores one of 132 pictures may be missing at the end. Run it with `node --test e2e/churn.mjs`.
// Twelve people come, go, mute and share for two minutes; at the end everybody sees everybody.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { launchChromium } from './lib/browsers.mjs';
import { arrive, sendHome } from './lib/guest.mjs';
import { startServer } from './lib/server.mjs';

const PEOPLE = 12;
const CHURN_MS = 120_000;
const SEED = 20_261;
/** Twelve pages on two cores, eleven pictures each: so they are small and slow. */
const TINY = { height: 90, fps: 5 };
const PATIENCE_MS = 60_000;

describe('twelve people', { timeout: 400_000 }, () => {
  let server;
  let browser;

  before(async () => {
    server = await startServer();
    browser = await launchChromium();
  });

  afterEach(sendHome);

  after(async () => {
    await browser?.close();
    if (server) {
      assert.equal(await server.interrupt(), 0, 'exit code after Ctrl-C');
      assert.deepEqual(server.complaints(), [], 'warnings in the server log');
    }
  });

  const names = Array.from({ length: PEOPLE }, (_, index) => `P${index}`);
  /** Every third one comes with a microphone; the others open theirs when it is their turn to (un)mute. Sound is what costs these browsers most. */
  const join = (name) => arrive(browser, server, { room: 'churn', name, ...TINY, ...(names.indexOf(name) % 3 && { mic: 0 }) });

  test('come and go for two minutes, and at the end everybody decodes everybody', async (context) => {
    const random = generator(SEED);
    const pick = (list) => list[Math.floor(random() * list.length)];
    const inside = new Map();
    const done = { join: 0, leave: 0, mute: 0, share: 0 };
    const errors = [];
    const leave = async (guest) => {
      inside.delete(guest.name);
      errors.push(...guest.errors.map((error) => `${guest.name}: ${error}`));
      await isIn(guest);
      await guest.press('leave');
      await server.lacks(guest.name);
      await guest.goes();
    };

    const end = performance.now() + CHURN_MS;
    while (performance.now() < end) {
      const outside = names.filter((name) => !inside.has(name));
      const dice = random();
      if (outside.length > 0 && (inside.size < 4 || dice < 0.4)) {
        const guest = await join(pick(outside));
        inside.set(guest.name, guest);
        done.join++;
      } else if (dice < 0.6) {
        await leave(pick([...inside.values()]));
        done.leave++;
      } else {
        const action = dice < 0.85 ? 'mute' : 'share';
        await pressIfThere(pick([...inside.values()]), action);
        done[action]++;
      }
    }
    context.diagnostic(`in two minutes: ${JSON.stringify(done)}`);

    for (const name of names.filter((each) => !inside.has(each))) {
      inside.set(name, await join(name));
    }
    const guests = [...inside.values()];
    await Promise.all(guests.map((guest) => guest.sees(names.filter((name) => name !== guest.name), PATIENCE_MS)));
    await Promise.all(guests.map(framesOfAllArrive));
    for (const guest of guests) {
      await leave(guest);
    }
    assert.deepEqual(errors, [], 'errors in the consoles');
    assert.ok(done.join > PEOPLE && done.leave > 0 && done.mute > 0 && done.share > 0, JSON.stringify(done));
  });

  function isIn(guest) {
    return guest.waits('the room', () => document.querySelector('[data-room-state]')?.dataset.roomState === 'joined');
  }

  /** Whoever has just come may not have the buttons yet. */
  async function pressIfThere(guest, action) {
    await guest.page.evaluate((wanted) => document.querySelector(`.toolbar [data-action="${wanted}"]`)?.click(), action);
  }

  async function framesOfAllArrive(guest) {
    const first = await guest.received();
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const now = await guest.received();
      const still = names.filter((name) => name !== guest.name && !((now[name]?.framesDecoded ?? 0) > (first[name]?.framesDecoded ?? 0)));
      if (still.length === 0) {
        return;
      }
      assert.ok(performance.now() < end, `${guest.name} decodes nothing of ${still}`);
    }
  }
});

/** Mulberry32: the same actions in every run. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
