import { invitation } from '../app/place';
import { CopyButton } from '../ui/CopyButton';
import { QrCode } from '../ui/QrCode';

/** The link that brings others here, to be copied or to be read by a phone. */
export function Invitation({ room, title = 'Bring others along' }: { room: string; title?: string }) {
  const link = invitation(room, location.origin);
  return (
    <section className="card invitation" aria-label="Invite others">
      <QrCode text={link} />
      <div className="invitation-text">
        <h2>{title}</h2>
        <p className="link-text">{link}</p>
        <CopyButton text={link} />
      </div>
    </section>
  );
}
