import React from 'react';
import { selectHLSState, selectLocalPeer, selectPeers, useHMSStore } from './sdk.js';
import { Chat } from './Chat.jsx';
import { Controls } from './Controls.jsx';
import { Participants } from './Participants.jsx';
import { StreamPlayer } from './StreamPlayer.jsx';
import { Tile } from './Tile.jsx';
import { Role } from './settings.js';

export function RoomPage() {
  const localPeer = useHMSStore(selectLocalPeer);
  const isViewer = localPeer?.roleName === Role.VIEWER;
  return (
    <div className="room">
      <section className="stage" aria-label="Stage">
        {isViewer ? <Audience /> : <Broadcasters />}
        <Controls isViewer={isViewer} />
      </section>
      <aside>
        <Participants />
        <Chat />
      </aside>
    </div>
  );
}

function Broadcasters() {
  const peers = useHMSStore(selectPeers);
  return (
    <div className="tiles">
      {peers
        .filter(peer => peer.roleName === Role.BROADCASTER)
        .map(peer => (
          <Tile key={peer.id} peer={peer} />
        ))}
    </div>
  );
}

function Audience() {
  const hls = useHMSStore(selectHLSState);
  const url = hls?.running ? hls.variants?.[0]?.url : undefined;
  return url ? <StreamPlayer url={url} /> : <p>The stream has not started yet.</p>;
}
