import { recall, remember } from '../app/memory';
import { Store } from '../ui/store';
import { Device, requestMedia } from './device';
import type { DeviceKind } from './problem';

export interface Choice {
  id: string;
  label: string;
}

export interface CaptureWish {
  camera: boolean;
  microphone: boolean;
  height: number;
  fps: number;
}

/** The camera, the microphone and the speakers of this person, and what there is to choose from. */
export class Devices extends Store {
  readonly camera: Device;
  readonly microphone: Device;
  speaker = recall('speaker') ?? '';
  cameras: Choice[] = [];
  microphones: Choice[] = [];
  speakers: Choice[] = [];

  constructor(wish: CaptureWish) {
    super();
    this.camera = new Device('camera', wish.camera, {
      width: { ideal: Math.round((wish.height * 16) / 9) },
      height: { ideal: wish.height },
      frameRate: { ideal: wish.fps },
    });
    this.microphone = new Device('microphone', wish.microphone, { echoCancellation: true, noiseSuppression: true, autoGainControl: true });
    for (const device of [this.camera, this.microphone]) {
      device.subscribe(() => this.changed());
    }
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#onDeviceChange());
  }

  /** Opens what is wanted, with one question to the person for both. */
  async open(): Promise<void> {
    const { camera, microphone } = this;
    if (camera.isDue && microphone.isDue) {
      const both = requestMedia({ video: camera.request, audio: microphone.request });
      await Promise.all([camera, microphone].map((device) => device.openWith(() => both)));
      await this.#openSingly();
    } else {
      await Promise.all([camera, microphone].filter((device) => device.isDue).map((device) => device.open()));
    }
    await this.refresh();
  }

  /** One refused or missing device makes the browser refuse both: the other may still be there. */
  async #openSingly(): Promise<void> {
    const failed = [this.camera, this.microphone].filter(({ problem }) => problem && problem.reason !== 'insecure');
    const refused = failed.some(({ problem }) => problem!.reason === 'refused');
    const denied = await Promise.all(failed.map(({ kind }) => isDenied(kind)));
    // Whoever has just said no to the question for both is not asked again.
    const worthwhile = failed.filter((_, index) => !refused || (!denied[index] && denied.includes(true)));
    await Promise.all(worthwhile.map((device) => device.open()));
  }

  chooseSpeaker(id: string): void {
    this.speaker = id;
    remember('speaker', id);
    this.changed();
  }

  close(): void {
    this.camera.close();
    this.microphone.close();
  }

  /** Labels are there only once the person has allowed a device. */
  async refresh(): Promise<void> {
    const all = await (navigator.mediaDevices?.enumerateDevices() ?? Promise.resolve([])).catch(() => []);
    this.cameras = choices(all, 'videoinput', 'Camera');
    this.microphones = choices(all, 'audioinput', 'Microphone');
    this.speakers = 'setSinkId' in HTMLMediaElement.prototype ? choices(all, 'audiooutput', 'Speaker') : [];
    this.changed();
  }

  /** A device that was missing may have come. */
  async #onDeviceChange(): Promise<void> {
    await this.refresh();
    for (const device of [this.camera, this.microphone]) {
      if (device.isDue && device.problem?.reason === 'missing') {
        void device.open();
      }
    }
  }
}

async function isDenied(name: DeviceKind): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: name as PermissionName })).state === 'denied';
  } catch {
    return false; // not every browser tells
  }
}

function choices(all: MediaDeviceInfo[], kind: MediaDeviceKind, word: string): Choice[] {
  return all
    .filter((device) => device.kind === kind && device.deviceId !== '')
    .map((device, index) => ({ id: device.deviceId, label: device.label || `${word} ${index + 1}` }));
}
