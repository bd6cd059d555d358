// Runs inside a page before its own scripts: keeps its connections, so that a test can ask for their statistics, and
// sends media by way of another port where `window.detour = { from, to }` says so (see lib/udp-bottleneck.mjs).
(() => {
  const Original = window.RTCPeerConnection;
  const connections = [];

  function detoured(description) {
    const { from, to } = window.detour ?? {};
    const pattern = new RegExp(`^(a=candidate:\\S+ \\d \\S+ \\d+ \\S+) ${from} typ`, 'gm');
    return from ? { type: description.type, sdp: description.sdp.replace(pattern, `$1 ${to} typ`) } : description;
  }

  window.RTCPeerConnection = class extends Original {
    constructor(...args) {
      super(...args);
      connections.push(this);
    }

    setRemoteDescription(description) {
      return super.setRemoteDescription(detoured(description));
    }
  };

  /** How many media sections of this kind are there to receive something. */
  window.sectionsReceiving = kind =>
    connections
      .filter(connection => connection.connectionState !== 'closed')
      .flatMap(connection => connection.getTransceivers())
      .filter(({ receiver, currentDirection }) => receiver.track.kind === kind && currentDirection === 'recvonly').length;

  /** All statistics of these types, of all connections. */
  window.statistics = async (...types) => {
    const found = [];
    for (const connection of connections) {
      if (connection.connectionState !== 'closed') {
        (await connection.getStats()).forEach(report => types.includes(report.type) && found.push({ ...report }));
      }
    }
    return found;
  };
})();
