/** What this browser lacks for a call; empty when it can do everything needed. */
export function missingFeatures(): string[] {
  const needed: [string, boolean][] = [
    ['WebRTC (RTCPeerConnection)', 'RTCPeerConnection' in window && 'addTransceiver' in RTCPeerConnection.prototype],
    ['WebSocket', 'WebSocket' in window],
    ['modal dialogs', 'HTMLDialogElement' in window],
    ['ResizeObserver', 'ResizeObserver' in window],
  ];
  return needed.filter(([, there]) => !there).map(([name]) => name);
}
