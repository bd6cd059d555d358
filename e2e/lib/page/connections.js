// Runs inside a page before its own scripts: keeps its connections, so that a test can ask for their statistics, and the
// server's data channel, sends media by way of another port where `window.detour = { from, to }` says so (see
// lib/udp-bottleneck.mjs), does without UDP where `window.udpBlocked` says so, or sends video in layers where
// `window.scalabilityMode` says in which.
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
      this.addEventListener('datachannel', ({ channel }) => (window.apiChannel = channel));
    }

    addTransceiver(track, init = {}) {
      const { scalabilityMode } = window;
      const scalable = scalabilityMode && track.kind === 'video' && init.direction !== 'recvonly';
      const sendEncodings = (init.sendEncodings ?? [{}]).map(encoding => ({ ...encoding, scalabilityMode }));
      return super.addTransceiver(track, scalable ? { ...init, sendEncodings } : init);
    }

    setRemoteDescription(description) {
      return super.setRemoteDescription(window.udpBlocked ? withoutUdp(description) : detoured(description));
    }
  };

  /** Stops sending an encoding of the camera, or sends it again, as a browser without room for it does. */
  window.sendEncoding = async (rid, active) => {
    for (const sender of connections.flatMap(connection => connection.getSenders())) {
      const parameters = sender.getParameters();
      const encoding = parameters.encodings.find(each => each.rid === rid);
      if (encoding) {
        encoding.active = active;
        await sender.setParameters(parameters);
      }
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
