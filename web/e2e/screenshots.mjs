// Takes the pictures of the README, of real rooms: node e2e/screenshots.mjs, in web/. Look at them before you commit them.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ACTORS, perform } from './lib/actors.mjs';
import { launchChromium } from './lib/browsers.mjs';
import { startServer } from './lib/server.mjs';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const WIDE = { width: 1200, height: 750 };
const PHONE = { width: 360, height: 640 };
const NAMES = Object.keys(ACTORS);
const SETTLE_MS = 6_000; // tiles have moved, toasts have gone, pictures are as sharp as they get
const HISTORY_MS = 45_000;
const PATIENCE_MS = 60_000;
const CHAT = [
  ['Grace', 'Good morning! The figures are here: https://example.org/figures'],
  ['Kofi', 'Is the slide the new one?'],
  ['Ada', 'Yes, with two things changed:\n1. the copy is made later\n2. nothing is allocated'],
  ['Grace', 'Lovely.'],
];

mkdirSync(FOLDER, { recursive: true });
const server = await startServer();
const browser = await launchChromium();
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function open(name, parameters, actor = ACTORS[name]) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport(WIDE);
  await page.evaluateOnNewDocument(perform, actor);
  await page.goto(`${server.url}/?${new URLSearchParams(parameters)}`);
  return page;
}

function enter(name) {
  return open(name, { room: 'morning', name, join: 1, height: 540, fps: 20 });
}

async function picture(page, name, { scheme, viewport = WIDE, settle = SETTLE_MS }) {
  await page.bringToFront();
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.mouse.move(1, 1);
  await wait(settle);
  await page.screenshot({ path: `${FOLDER}${name}.png` });
}

/** All pictures are there and the connections are good; a machine with much else to do may never get there. */
async function isWell(page) {
  await page.bringToFront();
  await page.waitForFunction(() => [...document.querySelectorAll('[data-participant] video')].every((video) => video.videoWidth > 0));
  await page
    .waitForFunction(() => !document.querySelector('.tile .health:not(.good)'), { timeout: PATIENCE_MS, polling: 500 })
    .catch(() => console.warn('the connections are not good: is the machine busy?'));
}

function press(page, action) {
  return page.$eval(`.toolbar [data-action=${action}]`, (button) => button.click());
}

async function say(page, text) {
  await page.$eval('[data-panel=chat]', () => undefined).catch(() => press(page, 'chat'));
  const input = await page.waitForSelector('[data-chat-input]');
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) {
      await page.keyboard.down('Shift');
      await page.keyboard.press('Enter');
      await page.keyboard.up('Shift');
    }
    await input.type(line);
  }
  await page.keyboard.press('Enter');
}

try {
  const lobby = await open('Mei', { room: 'morning', name: 'Mei' }, { ...ACTORS.Mei, speaks: true });
  await picture(lobby, 'lobby', { scheme: 'light' });
  await lobby.close();

  const pages = {};
  for (const name of NAMES) {
    pages[name] = await enter(name);
    await pages[name].waitForSelector('[data-room-state=joined]');
  }
  await press(pages.Kofi, 'mute');
  await isWell(pages.Mei);
  await picture(pages.Mei, 'room', { scheme: 'dark' });
  await picture(pages.Mei, 'phone', { scheme: 'dark', viewport: PHONE });

  await press(pages.Mei, 'stats');
  await picture(pages.Mei, 'statistics', { scheme: 'dark', settle: HISTORY_MS });

  await press(pages.Ada, 'share');
  for (const [name, text] of CHAT) {
    await say(pages[name], text);
  }
  await press(pages.Mei, 'chat');
  await isWell(pages.Mei);
  await picture(pages.Mei, 'share', { scheme: 'light', settle: 2 * SETTLE_MS });
} finally {
  await browser.close();
  await server.interrupt();
}
