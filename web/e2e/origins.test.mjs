// A page of another origin, with nothing of ours in it, uses a room through WHIP and WHEP alone.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './lib/browsers.mjs';
import { startServer } from './lib/server.mjs';

const PAGE = '<!doctype html><title>elsewhere</title><video autoplay muted playsinline></video>';

describe('a page of another origin', { timeout: 120_000 }, () => {
  let server;
  let browser;
  let elsewhere;

  before(async () => {
    server = await startServer();
    browser = await launchChromium();
    elsewhere = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(PAGE)).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
  });

  after(async () => {
    await browser?.close();
    elsewhere?.close();
    assert.equal(await server?.interrupt(), 0, 'exit code after Ctrl-C');
  });

  test('publishes and plays, sees Location, and ends both sessions', async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${elsewhere.address().port}/`);
    const statuses = await page.evaluate(publishAndPlay, server.url);
    assert.deepEqual(statuses, { publish: 201, play: 201, frames: true, endPlay: 200, endPublish: 200 });
    assert.equal(await server.metric('sluice_sessions'), 0);
  });
});

/** Runs in the page: WHIP and WHEP in as few lines as they need. */
async function publishAndPlay(url) {
  async function session(connection, path) {
    await connection.setLocalDescription();
    const headers = { 'Content-Type': 'application/sdp' };
    const response = await fetch(url + path, { method: 'POST', headers, body: connection.localDescription.sdp });
    await connection.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    return { status: response.status, location: new URL(response.headers.get('Location'), response.url) };
  }

  const publisher = new RTCPeerConnection();
  const camera = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } });
  camera.getTracks().forEach((track) => publisher.addTransceiver(track, { direction: 'sendonly', streams: [camera] }));
  const published = await session(publisher, '/whip/elsewhere?name=cam');

  const player = new RTCPeerConnection();
  const video = document.querySelector('video');
  player.addTransceiver('audio', { direction: 'recvonly' });
  player.addTransceiver('video', { direction: 'recvonly' });
  player.ontrack = ({ streams }) => (video.srcObject = streams[0]);
  const frames = new Promise((resolve) => video.requestVideoFrameCallback(() => resolve(true)));
  const played = await session(player, '/whep/elsewhere/cam');

  return {
    publish: published.status,
    play: played.status,
    frames: await frames,
    endPlay: (await fetch(played.location, { method: 'DELETE' })).status,
    endPublish: (await fetch(published.location, { method: 'DELETE' })).status,
  };
}
