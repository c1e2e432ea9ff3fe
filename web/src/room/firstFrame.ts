const MARK = 'sluice:first-remote-frame';

/** Puts the time of the first picture of somebody else on the page's timeline, where tests and people find it. */
export function markFirstRemoteFrame(video: HTMLVideoElement): () => void {
  const mark = () => {
    if (video.videoWidth > 0 && performance.getEntriesByName(MARK).length === 0) {
      performance.mark(MARK);
    }
  };
  const events = ['loadeddata', 'resize'] as const;
  events.forEach((event) => video.addEventListener(event, mark));
  return () => events.forEach((event) => video.removeEventListener(event, mark));
}
