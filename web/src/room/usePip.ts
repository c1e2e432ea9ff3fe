import { useCallback, useEffect, useState } from 'react';
import type { Call } from '../call/call';

/** https://wicg.github.io/document-picture-in-picture/, not yet in TypeScript's library. */
interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

export interface Pip {
  isPossible: boolean;
  isOpen: boolean;
  /** Where to draw while a window of our own floats; null while the browser shows just a video, or nothing. */
  container: HTMLElement | null;
  toggle: () => Promise<void>;
}

const SIZE = { width: 380, height: 260 };

/** The call in a small window above all others; where the browser cannot do that, the picture of who is large or speaks. */
export function usePip(call: Call): Pip {
  const [floating, setFloating] = useState<Window | null>(null);
  const [isVideoOut, setIsVideoOut] = useState(false);
  const isOpen = floating !== null || isVideoOut;

  useEffect(() => () => floating?.close(), [floating]);

  useEffect(() => {
    const onChange = () => setIsVideoOut(document.pictureInPictureElement !== null);
    const events = ['enterpictureinpicture', 'leavepictureinpicture'];
    events.forEach((event) => document.addEventListener(event, onChange, true));
    return () => events.forEach((event) => document.removeEventListener(event, onChange, true));
  }, []);

  const toggle = useCallback(async () => {
    try {
      if (floating) {
        floating.close();
      } else if (document.pictureInPictureElement) {
        await document.exitPictureInPicture();
      } else if (documentPip()) {
        setFloating(await openWindow(() => setFloating(null)));
      } else {
        await largestVideo()?.requestPictureInPicture();
      }
    } catch (error) {
      call.toasts.show(`Picture in picture is not possible now: ${error instanceof Error ? error.message : String(error)}`, 'error');
    }
  }, [call, floating]);

  return { isPossible: documentPip() !== undefined || document.pictureInPictureEnabled, isOpen, container: floating?.document.body ?? null, toggle };
}

function documentPip(): DocumentPictureInPicture | undefined {
  return (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;
}

async function openWindow(onClose: () => void): Promise<Window> {
  const opened = await documentPip()!.requestWindow(SIZE);
  for (const style of document.querySelectorAll('style, link[rel="stylesheet"]')) {
    opened.document.head.append(style.cloneNode(true));
  }
  opened.document.documentElement.dataset.theme = 'dark';
  opened.document.body.className = 'pip-body';
  opened.document.title = document.title;
  opened.addEventListener('pagehide', onClose);
  return opened;
}

function largestVideo(): HTMLVideoElement | undefined {
  const videos = [...document.querySelectorAll<HTMLVideoElement>('.tile.share video, [data-participant][data-camera=on] video, [data-self] video')];
  const size = (video: HTMLVideoElement) => video.clientWidth * video.clientHeight;
  return videos.filter((video) => video.videoWidth > 0).sort((a, b) => size(b) - size(a))[0];
}
