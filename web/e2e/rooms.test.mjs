// Real browsers publish and play through the server, as people do: through its page.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium, launchFirefox } from './lib/browsers.mjs';
import { startServer } from './lib/server.mjs';
import { visit, watch } from './lib/visitor.mjs';

const WATCH_SECONDS = 20;
const FRAMES_PER_SECOND = 10;
/** What the fake microphones' tone gives in 20 s is many times that; silence and comfort noise give nothing. */
const AUDIBLE_ENERGY = 0.05;
const FIRST_FRAME_SAMPLES = 9;
const FIRST_FRAME_LIMIT_MS = 1000;

describe('browsers in rooms', { timeout: 300_000 }, () => {
  let server;
  let chromium;
  let secondChromium;
  let firefox;

  before(async () => {
    server = await startServer();
    [chromium, secondChromium, firefox] = await Promise.all([launchChromium(), launchChromium(), launchFirefox()]);
  });

  after(async () => {
    await Promise.all([chromium, secondChromium, firefox].map((browser) => browser?.close()));
    if (server) {
      assert.equal(await server.interrupt(), 0, 'exit code after Ctrl-C');
      assert.deepEqual(server.complaints(), [], 'warnings in the server log');
    }
  });

  function publish(browser, room, more = {}) {
    return visit(browser, server, { view: 'publish', room, name: 'cam', height: 360, ...more });
  }

  function play(browser, room, more = {}) {
    return visit(browser, server, { view: 'play', room, name: 'cam', ...more });
  }

  function assertSeenAndHeard(received, codec) {
    for (const [index, each] of received.entries()) {
      const text = `player ${index}: ${JSON.stringify(each)}`;
      assert.ok(each.framesPerSecond >= FRAMES_PER_SECOND, text);
      assert.ok(each.audioEnergy > AUDIBLE_ENERGY && each.audioPacketsPerSecond > 40, text);
      assert.match(each.codec, new RegExp(codec, 'i'), text);
    }
  }

  async function seenAndHeard(context, players, codec) {
    await Promise.all(players.map((player) => player.seesVideo()));
    const received = await watch(players, WATCH_SECONDS);
    for (const each of received) {
      context.diagnostic(`${each.codec} ${each.framesPerSecond.toFixed(1)} frames/s, ${each.audioPacketsPerSecond.toFixed(0)} audio packets/s of energy ${each.audioEnergy.toFixed(2)}`);
    }
    assertSeenAndHeard(received, codec);
  }

  async function allLeave(...visitors) {
    for (const visitor of visitors) {
      assert.deepEqual(visitor.errors, [], 'errors on the page');
      await visitor.leave();
    }
  }

  test('the server listens soon', (context) => {
    context.diagnostic(`./sluice run listens after ${server.startMs} ms`);
    assert.match(server.output, /Open .*http:/);
  });

  test('Chromium publishes VP8; two Chromiums and a Firefox play', async (context) => {
    const publisher = await publish(chromium, 'vp8', { codec: 'VP8' });
    await publisher.seesStatus('On air');
    const players = await Promise.all([chromium, secondChromium, firefox].map((browser) => play(browser, 'vp8')));
    await seenAndHeard(context, players, 'VP8');
    await allLeave(publisher, ...players);
  });

  test('Chromium publishes H264; two Chromiums play, and a Firefox without H264 hears it', async (context) => {
    const publisher = await publish(chromium, 'h264', { codec: 'H264' });
    await publisher.seesStatus('On air');
    const players = await Promise.all([chromium, secondChromium].map((browser) => play(browser, 'h264')));
    const listener = await play(firefox, 'h264');
    await listener.seesStatus('Playing');
    await seenAndHeard(context, players, 'H264');
    const heard = await listener.reception();
    assert.ok(heard.audioPackets > 400 && heard.audioEnergy > AUDIBLE_ENERGY, JSON.stringify(heard));
    await allLeave(publisher, listener, ...players);
  });

  test('Firefox publishes; two Chromiums and a Firefox play', async (context) => {
    const publisher = await publish(firefox, 'fox');
    await publisher.seesStatus('On air');
    const players = await Promise.all([chromium, secondChromium, firefox].map((browser) => play(browser, 'fox')));
    await seenAndHeard(context, players, 'VP8');
    await allLeave(publisher, ...players);
  });

  test('the first frame is there within a second of asking', async (context) => {
    const publisher = await publish(chromium, 'quick');
    await publisher.seesStatus('On air');
    const samples = [];
    for (let round = 0; round < FIRST_FRAME_SAMPLES; round++) {
      const player = await play(secondChromium, 'quick');
      samples.push(await player.firstFrameMs());
      await player.leave();
    }
    await allLeave(publisher);
    samples.sort((a, b) => a - b);
    const median = samples[Math.floor(samples.length / 2)];
    context.diagnostic(`from POST to first decoded frame: median ${median} ms of ${samples.join(', ')}`);
    assert.ok(median < FIRST_FRAME_LIMIT_MS, `median ${median} ms`);
  });

  test('a player who is early waits for the publisher, and plays again when the publisher is back', async () => {
    const player = await play(secondChromium, 'early');
    await player.seesStatus('Waiting');
    const publisher = await publish(chromium, 'early');
    await player.seesVideo();
    await player.seesStatus('Playing');
    await publisher.leave();
    await player.seesStatus('Waiting');
    const second = await publish(chromium, 'early');
    await player.seesStatus('Playing');
    await second.walkAway();
    await player.seesStatus('Waiting');
    const third = await publish(chromium, 'early');
    await player.seesStatus('Playing');
    await allLeave(third, player);
  });

  test('the only publisher of a room is played without a name', async () => {
    const publisher = await publish(chromium, 'single');
    await publisher.seesStatus('On air');
    const player = await play(secondChromium, 'single', { name: '' });
    await player.seesVideo();
    await allLeave(publisher, player);
  });

  test('a name that is taken is refused in words', async () => {
    const publisher = await publish(chromium, 'taken');
    await publisher.seesStatus('On air');
    const second = await publish(secondChromium, 'taken');
    await second.page.waitForSelector('.status.error', { timeout: 10_000 });
    assert.match(await second.status(), /cam/);
    await allLeave(publisher, second);
  });
});
