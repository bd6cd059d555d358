import {
  selectPeers,
  selectRolesMap,
  selectTracksMap,
  useHMSStore,
  type HMSPeer,
  type HMSRole,
  type HMSTrack,
} from '@100mslive/react-sdk';
import type { Person } from '@rostra/core';
import { useMemo } from 'react';

/** Everyone in the room, oneself included. */
export function usePeople(): readonly Person[] {
  const peers = useHMSStore(selectPeers);
  const roles = useHMSStore(selectRolesMap);
  const tracks = useHMSStore(selectTracksMap);
  return useMemo(() => peers.map((peer) => toPerson(peer, roles, tracks)), [peers, roles, tracks]);
}

function toPerson(peer: HMSPeer, roles: Record<string, HMSRole>, tracks: Record<string, HMSTrack>): Person {
  const role = peer.roleName ?? '';
  const screen = peer.auxiliaryTracks.find((id) => tracks[id]?.source === 'screen' && tracks[id]?.type === 'video');
  const isOn = (trackId: string | undefined) => trackId !== undefined && tracks[trackId]?.enabled === true;
  return {
    id: peer.id,
    name: peer.name,
    role,
    isLocal: peer.isLocal,
    onStage: canPublish(roles[role]),
    audioOn: isOn(peer.audioTrack),
    videoOn: isOn(peer.videoTrack),
    handRaised: peer.isHandRaised === true,
    ...(peer.audioTrack === undefined ? {} : { audioTrack: peer.audioTrack }),
    ...(peer.videoTrack === undefined ? {} : { videoTrack: peer.videoTrack }),
    ...(screen === undefined ? {} : { screenTrack: screen }),
  };
}

/** True for roles with a place on stage. */
export function canPublish(role: HMSRole | null | undefined): boolean {
  return (role?.publishParams?.allowed ?? []).some((kind) => kind === 'audio' || kind === 'video');
}
