import { openDevices } from '@rostra/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { canRecord, StreamRecorder } from './recorder';
import type { DeviceKind, RelayClient } from './relayClient';

export interface RelayMedia {
  readonly stream: MediaStream | null;
  readonly audioOn: boolean;
  readonly videoOn: boolean;
  readonly toggleAudio: () => void;
  readonly toggleVideo: () => void;
}

/**
 * Camera and microphone, and the recorder that sends them. A device that is off goes on as silence or a black picture, so
 * that the recording need not begin anew; one that was never on is asked for when it is switched on.
 */
export function useDevices(client: RelayClient, wanted: { audio: boolean; video: boolean }): RelayMedia {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [on, setOn] = useState({ audio: false, video: false });
  const recorder = useRef<StreamRecorder | null>(null);
  const current = useRef<MediaStream | null>(null);
  const closed = useRef(false);
  const mute = useRef<(kinds: readonly DeviceKind[]) => void>(() => undefined);

  const use = useCallback(
    (next: MediaStream) => {
      current.current = next;
      recorder.current?.stop();
      const audio = next.getAudioTracks().some((track) => track.enabled);
      const video = next.getVideoTracks().some((track) => track.enabled);
      for (const track of next.getTracks()) {
        track.onended = () =>
          client.report({ kind: 'device-lost', device: track.kind === 'audio' ? 'microphone' : 'camera' });
      }
      setStream(next);
      setOn({ audio, video });
      client.setDevices({ audio, video, sends: true });
      try {
        recorder.current = new StreamRecorder(next, client.sendPiece);
        recorder.current.start();
      } catch {
        client.report({ kind: 'recording-unsupported' });
      }
    },
    [client],
  );

  useEffect(() => {
    closed.current = false;
    client.onRestart = (why) =>
      why === 'reconnected' ? recorder.current?.start() : recorder.current?.requestKeyFrame(why === 'broken');
    client.onMuted = (kinds) => mute.current(kinds);
    const open = async () => {
      if (!canRecord()) return client.report({ kind: 'recording-unsupported' });
      const opened = await openDevices(constraintsFor(wanted), client.report);
      if (opened === null) return;
      if (closed.current) opened.getTracks().forEach((track) => track.stop());
      else use(opened);
    };
    void open();
    return () => {
      closed.current = true;
      recorder.current?.stop();
      recorder.current = null;
      current.current?.getTracks().forEach((track) => track.stop());
      current.current = null;
    };
    // The devices that were wanted at the door do not change.
  }, [client, use]);

  const live = () => current.current?.getTracks().filter((track) => track.readyState === 'live') ?? [];

  const turn = (next: { audio: boolean; video: boolean }) => {
    for (const track of live()) track.enabled = track.kind === 'audio' ? next.audio : next.video;
    setOn(next);
    client.setDevices({ ...next, sends: true });
  };

  const toggle = async (kind: DeviceKind) => {
    if (live().some((track) => track.kind === kind)) return turn({ ...on, [kind]: !on[kind] });
    if (!canRecord()) return client.report({ kind: 'recording-unsupported' });
    const added = await openDevices(
      constraintsFor({ audio: kind === 'audio', video: kind === 'video' }),
      client.report,
    );
    if (added === null) return;
    if (closed.current) added.getTracks().forEach((track) => track.stop());
    else use(new MediaStream([...live(), ...added.getTracks()]));
  };

  mute.current = (kinds) => {
    if (live().length === 0) return;
    turn({ audio: on.audio && !kinds.includes('audio'), video: on.video && !kinds.includes('video') });
  };

  return {
    stream,
    audioOn: on.audio,
    videoOn: on.video,
    toggleAudio: () => void toggle('audio'),
    toggleVideo: () => void toggle('video'),
  };
}

/** A recorder cannot shrink its picture when the line is slow; it is small from the start. */
function constraintsFor({ audio, video }: { audio: boolean; video: boolean }): MediaStreamConstraints {
  const small = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } };
  return { audio, video: video ? small : false };
}
