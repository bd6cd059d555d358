// Runs inside a page before its own scripts: keeps its connections, so that a test can ask for their statistics,
// sends media by way of another port where `window.detour = { from, to }` says so (see lib/udp-bottleneck.mjs), or does
// without UDP where `window.udpBlocked` says so.
(() => {
  const Original = window.RTCPeerConnection;
  const connections = [];

  const withoutUdp = ({ type, sdp }) => ({ type, sdp: sdp.replace(/^a=candidate:\S+ \d udp .*\r\n/gim, '') });

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
      return super.setRemoteDescription(window.udpBlocked ? withoutUdp(description) : detoured(description));
    }
  };

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
