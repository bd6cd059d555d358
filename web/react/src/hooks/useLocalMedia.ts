import { useAVToggle } from '@100mslive/react-sdk';
import { problemOf, type Problem } from '@rostra/core';
import { useCallback } from 'react';

export interface LocalMedia {
  readonly audioOn: boolean;
  readonly videoOn: boolean;
  /** Absent when the role may not publish it. */
  readonly toggleAudio: (() => void) | undefined;
  readonly toggleVideo: (() => void) | undefined;
}

/** One's own microphone and camera. */
export function useLocalMedia(report: (problem: Problem) => void): LocalMedia {
  const onError = useCallback((error: Error) => report(problemOf(error, isSecureContext)), [report]);
  const { isLocalAudioEnabled, isLocalVideoEnabled, toggleAudio, toggleVideo } = useAVToggle(onError);
  return { audioOn: isLocalAudioEnabled, videoOn: isLocalVideoEnabled, toggleAudio, toggleVideo };
}
