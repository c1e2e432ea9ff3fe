// Takes the pictures of the README: node e2e/screenshots.mjs, in web/. Look at them before you commit them.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './lib/browsers.mjs';
import { startServer } from './lib/server.mjs';
import { visit } from './lib/visitor.mjs';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const SETTLE_MS = 12_000; // until the bandwidth estimate of the publisher has grown

mkdirSync(FOLDER, { recursive: true });
const server = await startServer();
const browser = await launchChromium();

async function picture(visitor, name, { width, height, scheme }) {
  await visitor.page.bringToFront();
  await visitor.page.setViewport({ width, height });
  await visitor.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  await visitor.page.screenshot({ path: `${FOLDER}${name}.png` });
}

try {
  const home = await visit(browser, server, {});
  await picture(home, 'home', { width: 1100, height: 720, scheme: 'light' });
  const publisher = await visit(browser, server, { view: 'publish', room: 'demo', name: 'cam' });
  await publisher.seesStatus('On air');
  await picture(publisher, 'publish', { width: 1100, height: 960, scheme: 'light' });
  const player = await visit(browser, server, { view: 'play', room: 'demo', name: 'cam' });
  await player.seesVideo();
  await picture(player, 'play', { width: 1100, height: 900, scheme: 'dark' });
} finally {
  await browser.close();
  await server.interrupt();
}
