const NOTES_HZ = [523, 659, 784];
const NOTE_SECONDS = 0.18;

/** Three rising notes from the chosen speaker. */
export async function playTestSound(speaker: string): Promise<void> {
  const context = new AudioContext();
  const destination = context.createMediaStreamDestination();
  NOTES_HZ.forEach((frequency, index) => {
    const start = context.currentTime + 0.1 + index * NOTE_SECONDS;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0.2, start);
    gain.gain.exponentialRampToValueAtTime(0.001, start + NOTE_SECONDS * 2);
    const note = new OscillatorNode(context, { frequency });
    note.connect(gain).connect(destination);
    note.start(start);
    note.stop(start + NOTE_SECONDS * 2);
  });
  const player = new Audio();
  player.srcObject = destination.stream;
  await player.setSinkId(speaker).catch(() => undefined);
  await player.play().catch(() => undefined);
  setTimeout(() => void context.close(), (NOTES_HZ.length + 2) * NOTE_SECONDS * 1000 + 300);
}
