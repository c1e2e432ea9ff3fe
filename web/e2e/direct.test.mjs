// Two people call each other directly; a third one makes the call a room of the server's, without anybody reloading.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { launchChromium } from './lib/browsers.mjs';
import { arrive, longestGap, sendHome } from './lib/guest.mjs';
import { startServer } from './lib/server.mjs';

const SMALL = { height: 180, fps: 20 };

describe('a direct call', { timeout: 120_000 }, () => {
  let server;
  let browsers;

  before(async () => {
    server = await startServer();
    browsers = await Promise.all([launchChromium(), launchChromium(), launchChromium()]);
    await serveSomebodyOnce();
  });

  /** The first call of its life takes a server a second longer: its code is compiled while it runs. */
  async function serveSomebodyOnce() {
    const guests = await Promise.all(['Ann', 'Ben'].map((name, index) => arrive(browsers[index], server, { room: 'first', name, ...SMALL })));
    await Promise.all([guests[0].sees(['Ben']), guests[1].sees(['Ann'])]);
    await Promise.all(guests.map((guest) => guest.leave()));
  }

  afterEach(sendHome);

  after(async () => {
    await Promise.all((browsers ?? []).map((browser) => browser.close()));
    if (server) {
      assert.equal(await server.interrupt(), 0, 'exit code after Ctrl-C');
      assert.deepEqual(server.complaints(), [], 'warnings in the server log');
    }
  });

  const join = (index, room, name) => arrive(browsers[index], server, { room, name, mode: 'p2p', ...SMALL });

  test('connects the two browsers with each other, and a third one moves all of them to the server within 3 seconds', async (context) => {
    const [ada, bob] = await Promise.all([join(0, 'direct', 'Ada'), join(1, 'direct', 'Bob')]);
    await Promise.all([ada.sees(['Bob']), bob.sees(['Ada'])]);
    await Promise.all([ada.isIn('p2p'), bob.isIn('p2p')]);

    const pair = await pairBetween(ada, bob);
    context.diagnostic(`the selected pair: ${pair.join(' to ')}`);
    assert.ok(pair.every((address) => !address.endsWith(`:${server.udpPort}`)), `${pair} is not the server`);
    const received = await server.metric('sluice_udp_received_total');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await server.metric('sluice_udp_received_total'), received, 'datagrams that the server got');

    const begin = performance.now();
    let cleo;
    const gap = await longestGap(ada, ['Bob'], async () => {
      cleo = await join(2, 'direct', 'Cleo');
      await Promise.all([ada.sees(['Bob', 'Cleo'], 5_000), bob.sees(['Ada', 'Cleo'], 5_000), cleo.sees(['Ada', 'Bob'], 5_000)]);
    });
    const took = Math.round(performance.now() - begin);
    context.diagnostic(`all three see each other through the server ${took} ms after the third opened the link; longest gap ${Math.round(gap)} ms`);
    assert.ok(took < 3_000, `${took} ms`);
    assert.ok(gap < 1_000, `${gap} ms without a new frame of Bob`);
    for (const guest of [ada, bob, cleo]) {
      await guest.isIn('sfu');
      await guest.waits('the direct connection to be closed', async () => {
        const open = globalThis.connections.filter((each) => each.connectionState !== 'closed');
        return open.length === 2;
      });
      const pairs = await guest.pairs();
      assert.ok(pairs.every(([, remote]) => remote.endsWith(`:${server.udpPort}`)), `${guest.name}: ${pairs}`);
      assert.deepEqual(guest.errors, [], `errors in the page of ${guest.name}`);
    }
    await Promise.all([ada, bob, cleo].map((guest) => guest.leave()));
  });

  /** The pair that both have selected; they may take a moment to agree. */
  async function pairBetween(one, other) {
    for (let tries = 0; ; tries++) {
      const [[here], [there]] = await Promise.all([one.pairs(), other.pairs()]);
      if (here && there && here[0] === there[1] && here[1] === there[0]) {
        return here;
      }
      assert.ok(tries < 100, `${here} and ${there} are not the two ends of one path`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  test('goes on when one reloads', async () => {
    const [ada, bob] = await Promise.all([join(0, 'again', 'Ada'), join(1, 'again', 'Bob')]);
    await Promise.all([ada.sees(['Bob']), bob.sees(['Ada'])]);
    await bob.page.reload();
    await Promise.all([ada.sees(['Bob'], 3_000), bob.sees(['Ada'], 3_000)]);
    assert.deepEqual([...ada.errors, ...bob.errors], []);
    await Promise.all([ada.leave(), bob.leave()]);
  });
});
