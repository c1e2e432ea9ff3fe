import { useMemo } from 'react';
import { qrCode, type Modules } from '../logic/qr';

const QUIET_ZONE = 4;

/** Always dark on white, as cameras expect. */
export function QrCode({ text }: { text: string }) {
  const modules = useMemo(() => qrCode(text), [text]);
  if (!modules) {
    return null;
  }
  const size = modules.length + 2 * QUIET_ZONE;
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={`QR code of ${text}`} shapeRendering="crispEdges">
      <path d={outline(modules)} />
    </svg>
  );
}

function outline(modules: Modules): string {
  return modules
    .flatMap((line, row) => line.map((dark, column) => (dark ? `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z` : '')))
    .join('');
}
