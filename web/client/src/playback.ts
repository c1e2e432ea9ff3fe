const streams = new WeakMap<HTMLMediaElement, MediaStream>();

/**
 * Shows the media track in the element, beside what else has been attached to it, in the place of `instead` if given.
 *
 * The new one is added before the old one goes: an element that loses its only picture for a moment turns black.
 */
export function show(element: HTMLMediaElement, mediaTrack: MediaStreamTrack, instead: MediaStreamTrack | null): void {
  const stream = streamOf(element);
  stream.addTrack(mediaTrack);
  if (instead && instead !== mediaTrack) {
    stream.removeTrack(instead);
  }
}

/** Takes the media track out of the element; the last one leaves the element empty. */
export function hide(element: HTMLMediaElement, mediaTrack: MediaStreamTrack): void {
  const stream = streams.get(element);
  stream?.removeTrack(mediaTrack);
  if (stream?.getTracks().length === 0) {
    streams.delete(element);
    if (element.srcObject === stream) {
      element.srcObject = null;
    }
  }
}

/** Starts the element; false when the browser wants a gesture of the user first. */
export async function play(element: HTMLMediaElement): Promise<boolean> {
  try {
    await element.play();
    return true;
  } catch (error) {
    return !(error instanceof DOMException && error.name === 'NotAllowedError'); // anything else: it was changed meanwhile
  }
}

function streamOf(element: HTMLMediaElement): MediaStream {
  const stream = streams.get(element) ?? new MediaStream();
  streams.set(element, stream);
  if (element.srcObject !== stream) {
    element.srcObject = stream;
  }
  return stream;
}
