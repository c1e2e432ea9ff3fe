import { useState, type ReactNode } from 'react';
import type { Call } from '../call/call';
import { troublesOf, type Trouble } from '../media/troubles';
import { Icon, type IconName } from '../ui/Icon';

/** What the person has to know for as long as it lasts. */
export function Banners({ call }: { call: Call }) {
  const { room, devices, needsClickToHear } = call;
  return (
    <div className="banners" aria-live="polite">
      {room.state === 'joining' && (
        <Banner name="joining" icon="server">
          Joining {room.room}…
        </Banner>
      )}
      {room.state === 'reconnecting' && (
        <Banner name="reconnecting" icon="warning" urgent>
          The connection to the server is lost. Getting it back…
        </Banner>
      )}
      {needsClickToHear && (
        <Banner name="hear" icon="speaker" urgent>
          <span>The browser waits for a click before it plays sound.</span>
          <button type="button" className="button primary small" data-action="hear" onClick={() => void call.hear()}>
            Click to hear the others
          </button>
        </Banner>
      )}
      {call.isSharing && (
        <Banner name="sharing" icon="share">
          <span>Everybody here sees your screen.</span>
          <button type="button" className="button danger small" onClick={() => void call.toggleShare()}>
            Stop sharing
          </button>
        </Banner>
      )}
      {troublesOf(devices).map((trouble) => (
        <TroubleBanner key={trouble.code} trouble={trouble} />
      ))}
    </div>
  );
}

/** Why others do not see or hear this person, until it is solved or they say that they know. */
function TroubleBanner({ trouble }: { trouble: Trouble }) {
  const [isKnown, setIsKnown] = useState(false);
  const { code, title, advice, devices, isCurable } = trouble;
  if (isKnown) {
    return null;
  }
  return (
    <div className="banner problem-banner" data-banner={code} data-error={code} role="alert">
      <Icon name={isCurable ? `${devices[0]!.kind}-off` : 'warning'} size={20} />
      <p>
        <strong>{title}.</strong> {advice}
      </p>
      {isCurable && (
        <button type="button" className="button quiet small" onClick={() => devices.forEach((device) => void device.open())}>
          Try again
        </button>
      )}
      <button type="button" className="icon-button small" aria-label="Dismiss" onClick={() => setIsKnown(true)}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}

function Banner({ name, icon, urgent = false, children }: { name: string; icon: IconName; urgent?: boolean; children: ReactNode }) {
  return (
    <div className={urgent ? 'banner urgent' : 'banner'} data-banner={name}>
      <Icon name={icon} size={20} />
      {children}
    </div>
  );
}
