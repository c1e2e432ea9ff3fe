// What learners copy works as it is written: the example pages, and the page of the client library's README.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { launchChromium, launchFirefox } from './lib/browsers.mjs';
import { startServer } from './lib/server.mjs';

describe('pages to learn from', { timeout: 120_000 }, () => {
  let server;
  let browsers;

  before(async () => {
    server = await startServer();
    browsers = await Promise.all([launchChromium(), launchFirefox()]);
  });

  after(async () => {
    await Promise.all((browsers ?? []).map((browser) => browser.close()));
    if (server) {
      assert.equal(await server.interrupt(), 0, 'exit code after Ctrl-C');
      assert.deepEqual(server.complaints(), [], 'warnings in the server log');
    }
  });

  async function open(page, url) {
    page.errors = [];
    page.on('pageerror', (error) => page.errors.push(String(error)));
    await page.goto(url);
    return page;
  }

  /** A video of somebody else plays: the page's own picture is muted. */
  function seesTheOther(page) {
    return page.waitForFunction(() => [...document.querySelectorAll('video')].some((video) => !video.muted && video.videoWidth > 0 && video.currentTime > 0.5),
      { timeout: 15_000, polling: 100 });
  }

  test('the call of two connects a Chromium and a Firefox', async () => {
    const url = `${server.url}/examples/two-person-call.html`;
    const caller = await open(await browsers[0].newPage(), url);
    const called = await open(await browsers[1].newPage(), url);
    await Promise.all([seesTheOther(caller), seesTheOther(called)]);
    assert.equal(await server.metric('sluice_udp_received_total'), 0, 'datagrams that the server got');
    await called.close();
    await caller.waitForFunction(() => document.querySelector('#note').textContent === 'The other one has left.', { timeout: 20_000, polling: 100 });
    assert.deepEqual([...caller.errors, ...called.errors], []);
    await caller.close();
  });

  test('the page in the README of the client library works as written', async () => {
    const readme = readFileSync(new URL('../client/README.md', import.meta.url), 'utf8');
    const [, html] = /```html\n([\s\S]*?)```/.exec(readme);
    const [here, there] = await Promise.all(browsers.map((browser) => openInTheServersPlace(browser, html)));
    await Promise.all([seesTheOther(here), seesTheOther(there)]);
    assert.deepEqual([...here.errors, ...there.errors], []);
    await Promise.all([here.close(), there.close()]);
  });

  /** As if the page lay on the server. (Intercepting a request would do, too, but Chromium takes the page for one of the Internet, which may not connect to this network.) */
  async function openInTheServersPlace(browser, html) {
    const page = await open(await browser.newPage(), `${server.url}/health`);
    await page.setContent(html);
    return page;
  }
});
