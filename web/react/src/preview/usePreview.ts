import type { Problem } from '@rostra/core';
import { useEffect, useRef, useState } from 'react';
import { openDevices } from '../openDevices';

/** Which devices to show; an empty id is the browser's choice. */
export interface DeviceChoice {
  readonly audio: boolean;
  readonly video: boolean;
  readonly cameraId: string;
  readonly microphoneId: string;
}

export interface Preview {
  readonly stream: MediaStream | null;
  /** The browser is asking, or the devices are starting. */
  readonly opening: boolean;
  readonly problem: Problem | null;
  retry: () => void;
}

type Kind = 'audio' | 'video';
/** The open devices, each with the id it was asked for by. */
type Opened = Map<Kind, { track: MediaStreamTrack; id: string }>;

/**
 * Camera and microphone as they will be in the room, until the component goes. What is switched off is let go at once,
 * and switching one leaves the other alone. Joining never waits for any of it.
 */
export function usePreview(choice: DeviceChoice): Preview {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [opening, setOpening] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const opened = useRef<Opened>(new Map());
  const { audio, video, cameraId, microphoneId } = choice;

  useEffect(() => {
    let superseded = false;
    const wanted = new Map<Kind, string>();
    if (audio) wanted.set('audio', microphoneId);
    if (video) wanted.set('video', cameraId);
    for (const [kind, { track, id }] of opened.current) {
      if (wanted.get(kind) === id && track.readyState === 'live') {
        wanted.delete(kind);
      } else {
        track.stop();
        opened.current.delete(kind);
      }
    }
    const show = () => setStream(new MediaStream(Array.from(opened.current.values(), ({ track }) => track)));
    show();
    setProblem(null);
    setOpening(wanted.size > 0);
    const report = (next: Problem) => {
      if (!superseded) setProblem(next);
    };
    void openDevices(constraintsFor(wanted), report).then((result) => {
      const tracks = result?.getTracks() ?? [];
      if (superseded) return tracks.forEach((track) => track.stop());
      for (const track of tracks) {
        const kind = track.kind as Kind;
        opened.current.set(kind, { track, id: wanted.get(kind) ?? '' });
        track.onended = () => report({ kind: 'device-lost', device: kind === 'audio' ? 'microphone' : 'camera' });
      }
      setOpening(false);
      if (tracks.length > 0) show();
    });
    return () => {
      superseded = true;
    };
  }, [audio, video, cameraId, microphoneId, attempt]);

  useEffect(() => {
    const devices = opened.current;
    return () => {
      devices.forEach(({ track }) => track.stop());
      devices.clear();
    };
  }, []);

  return { stream, opening, problem, retry: () => setAttempt((count) => count + 1) };
}

function constraintsFor(wanted: ReadonlyMap<Kind, string>): MediaStreamConstraints {
  const [microphone, camera] = [wanted.get('audio'), wanted.get('video')];
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  return {
    audio: microphone === undefined ? false : microphone === '' ? true : { deviceId: { exact: microphone } },
    video: camera === undefined ? false : camera === '' ? size : { ...size, deviceId: { exact: camera } },
  };
}
