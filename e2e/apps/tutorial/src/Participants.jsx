import React from 'react';
import { selectPeers, useHMSStore } from './sdk.js';

export function Participants() {
  const peers = useHMSStore(selectPeers);
  return (
    <section aria-label="Participants">
      <h2>Participants ({peers.length})</h2>
      <ul>
        {peers.map(peer => (
          <li key={peer.id}>
            <span>{peer.name}</span> <em>{peer.roleName}</em>
          </li>
        ))}
      </ul>
    </section>
  );
}
