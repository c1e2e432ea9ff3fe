import { createPortal } from 'react-dom';
import type { Call } from '../call/call';
import { LocalVideo } from '../media/LocalVideo';
import { Avatar } from '../ui/Avatar';
import { Icon } from '../ui/Icon';
import { peopleIn, sharesIn, type Person } from './people';
import { RemoteVideo } from './RemoteMedia';

/** The call in few pixels: the shared screen or who speaks, ourselves in the corner, the microphone. */
export function PipView({ call, container }: { call: Call; container: HTMLElement }) {
  const { camera, microphone } = call.devices;
  const share = sharesIn(call.room).at(-1);
  const speaker = whoToShow(peopleIn(call), call.room.speakers);
  return createPortal(
    <div className="pip">
      {share ? <RemoteVideo track={share.video} label={`Screen of ${share.name}`} /> : <Face person={speaker} />}
      <span className="pip-name">{share ? `${share.name}’s screen` : (speaker?.name ?? 'Nobody else is here yet')}</span>
      {camera.isOn && (
        <div className="pip-self">
          <LocalVideo track={camera.track!} mirrored label="Your camera" />
        </div>
      )}
      <button type="button" className={microphone.isOn ? 'tool' : 'tool off'} aria-label={microphone.isOn ? 'Mute' : 'Unmute'} onClick={() => microphone.toggle()}>
        <Icon name={microphone.isOn ? 'microphone' : 'microphone-off'} />
      </button>
    </div>,
    container,
  );
}

function Face({ person }: { person: Person | undefined }) {
  if (!person) {
    return null;
  }
  return (
    <>
      <Avatar name={person.name} />
      <RemoteVideo track={person.camera} label={`Picture of ${person.name}`} hidden={!person.hasCamera} />
    </>
  );
}

function whoToShow(people: Person[], speakers: readonly string[]): Person | undefined {
  const others = people.filter(({ isSelf }) => !isSelf);
  return others.find(({ id }) => id === speakers.find((speaker) => others.some((other) => other.id === speaker))) ?? others[0];
}
