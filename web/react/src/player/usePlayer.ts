import Hls from 'hls.js';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { NativePlayer } from './nativePlayer';
import { initialPlayerState, type Player, type PlayerState } from './player';
import { StreamPlayer } from './streamPlayer';

export interface BoundPlayer {
  videoRef: RefObject<HTMLVideoElement>;
  state: PlayerState;
  /** Null before the first look at the page. */
  player: RefObject<Player | null>;
}

/** Binds a player to a video element; a new URL makes a new player. */
export function usePlayer(url: string): BoundPlayer {
  const videoRef = useRef<HTMLVideoElement>(null);
  const player = useRef<Player | null>(null);
  const [state, setState] = useState<PlayerState>(initialPlayerState);
  useEffect(() => {
    const video = videoRef.current;
    if (video === null) return;
    setState(initialPlayerState);
    if (Hls.isSupported()) {
      player.current = new StreamPlayer(video, url, setState);
    } else if (video.canPlayType('application/vnd.apple.mpegurl') !== '') {
      player.current = new NativePlayer(video, url, setState);
    } else {
      setState({ ...initialPlayerState, phase: 'unsupported' });
    }
    return () => {
      player.current?.close();
      player.current = null;
    };
  }, [url]);
  return { videoRef, state, player };
}
