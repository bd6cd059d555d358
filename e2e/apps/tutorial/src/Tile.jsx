import React from 'react';
import { selectIsPeerAudioEnabled, selectIsPeerVideoEnabled, useHMSStore, useVideo } from './sdk.js';

export function Tile({ peer }) {
  const { videoRef } = useVideo({ trackId: peer.videoTrack });
  const hasSound = useHMSStore(selectIsPeerAudioEnabled(peer.id));
  const hasPicture = useHMSStore(selectIsPeerVideoEnabled(peer.id));
  return (
    <figure role="group" aria-label={`Tile of ${peer.name}`} data-local={peer.isLocal}>
      <video ref={videoRef} autoPlay muted playsInline />
      <figcaption>
        <span>{peer.name}</span>
        <span>{hasSound ? 'microphone on' : 'microphone off'}</span>
        <span>{hasPicture ? 'camera on' : 'camera off'}</span>
      </figcaption>
    </figure>
  );
}
