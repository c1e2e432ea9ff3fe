// People and a screen for pictures of the page: drawn, so that there is more to see than the browsers' fake camera.
export const ACTORS = {
  Ada: { wall: '#7fb2ae', things: '#6a9f9b', shirt: '#274b6d', skin: '#f1c9a5', hair: '#4a2f1d', style: 'long', speaks: true },
  Grace: { wall: '#c9b798', things: '#b8a382', shirt: '#7a3b4e', skin: '#e8b98f', hair: '#b9b4ad', style: 'bun' },
  Kofi: { wall: '#8fa3bf', things: '#7c91ae', shirt: '#e0a63c', skin: '#7d4f33', hair: '#1d1613', style: 'short' },
  Mei: { wall: '#b7a0bb', things: '#a48ca9', shirt: '#2f6b4f', skin: '#f3d2ae', hair: '#17171c', style: 'bob' },
};

/**
 * To be run in a page before anything else: the camera shows the actor, the microphone lets the speaking one be heard,
 * and the screen to share is a slide. A worker beats the time, because timers of tabs in the background are slow.
 */
export function perform(actor) {
  const beat = new Worker(URL.createObjectURL(new Blob(['setInterval(() => postMessage(0), 50)'])));

  function film(width, height, draw) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    let time = 0;
    const frame = () => draw(context, width, height, (time += 0.05));
    frame();
    beat.addEventListener('message', frame);
    return canvas.captureStream().getVideoTracks()[0];
  }

  function sound() {
    const context = new AudioContext();
    const destination = context.createMediaStreamDestination();
    const voice = new OscillatorNode(context, { type: 'sawtooth', frequency: 170 });
    voice.connect(new GainNode(context, { gain: actor.speaks ? 0.2 : 0 })).connect(destination);
    voice.start();
    return destination.stream.getAudioTracks()[0];
  }

  function ellipse(context, color, x, y, width, height, from = 0, to = 2 * Math.PI) {
    context.fillStyle = color;
    context.beginPath();
    context.ellipse(x, y, width, height, 0, from, to);
    context.fill();
  }

  function portrait(context, width, height, time) {
    const h = height;
    const x = width / 2 + Math.sin(time * 0.9) * h * 0.02;
    const y = h * 0.47 + Math.sin(time * 1.7) * h * 0.008;
    context.fillStyle = actor.wall;
    context.fillRect(0, 0, width, h);
    context.fillStyle = actor.things;
    context.fillRect(width * 0.06, h * 0.12, width * 0.17, h * 0.3);
    context.fillRect(width * 0.78, h * 0.08, width * 0.16, h * 0.62);
    if (actor.style === 'long') {
      ellipse(context, actor.hair, x, y + h * 0.1, h * 0.225, h * 0.34);
    } else if (actor.style === 'bob') {
      ellipse(context, actor.hair, x, y + h * 0.02, h * 0.225, h * 0.27);
    } else if (actor.style === 'bun') {
      ellipse(context, actor.hair, x, y - h * 0.28, h * 0.085, h * 0.085);
    }
    ellipse(context, actor.shirt, x, h * 1.08, h * 0.4, h * 0.36);
    context.fillStyle = actor.skin;
    context.fillRect(x - h * 0.06, y + h * 0.15, h * 0.12, h * 0.14);
    ellipse(context, actor.skin, x, y + h * 0.29, h * 0.06, h * 0.04);
    ellipse(context, actor.skin, x, y, h * 0.165, h * 0.215);
    ellipse(context, actor.hair, x, y - h * 0.09, h * 0.185, h * 0.15, Math.PI, 2 * Math.PI);
    const blinks = time % 4 < 0.12;
    for (const side of [-1, 1]) {
      ellipse(context, '#22201f', x + side * h * 0.062, y, h * 0.016, blinks ? h * 0.003 : h * 0.018);
    }
    const open = actor.speaks ? Math.abs(Math.sin(time * 6)) * 0.03 : 0.006;
    ellipse(context, '#8c3b3b', x, y + h * 0.1, h * 0.05, h * (0.008 + open));
  }

  function slide(context, width, height) {
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#0b6e6e';
    context.fillRect(0, 0, 18, height);
    context.fillStyle = '#122022';
    context.font = 'bold 58px system-ui, sans-serif';
    context.fillText('One packet in, many out', 90, 140);
    context.font = '34px system-ui, sans-serif';
    ['Received once, decrypted once', 'Copied for each viewer, encrypted in place', 'Nothing allocated on the way'].forEach((line, index) => {
      context.fillStyle = '#0b6e6e';
      context.fillRect(92, 222 + index * 72, 14, 14);
      context.fillStyle = '#33474a';
      context.fillText(line, 130, 242 + index * 72);
    });
    ['#0b6e6e', '#2b9089', '#5db5ae', '#9ed3cd'].forEach((color, index) => {
      context.fillStyle = color;
      context.fillRect(130 + index * 170, 700 - [210, 165, 120, 85][index], 120, [210, 165, 120, 85][index]);
    });
  }

  const media = navigator.mediaDevices;
  media.getUserMedia = async ({ audio, video }) =>
    new MediaStream([...(video ? [film(960, 540, portrait)] : []), ...(audio ? [sound()] : [])]);
  media.getDisplayMedia = async () => new MediaStream([film(1280, 800, slide)]);
}
