import { openDevices } from '@rostra/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { canRecord, StreamRecorder } from './recorder';
import type { RelayClient } from './relayClient';

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

  const toggle = async (kind: 'audio' | 'video') => {
    const tracks =
      current.current?.getTracks().filter((track) => track.kind === kind && track.readyState === 'live') ?? [];
    if (tracks.length > 0) {
      const enabled = !on[kind];
      tracks.forEach((track) => (track.enabled = enabled));
      const next = { ...on, [kind]: enabled };
      setOn(next);
      client.setDevices({ ...next, sends: true });
      return;
    }
    if (!canRecord()) return client.report({ kind: 'recording-unsupported' });
    const added = await openDevices(
      constraintsFor({ audio: kind === 'audio', video: kind === 'video' }),
      client.report,
    );
    if (added === null) return;
    const kept = current.current?.getTracks().filter((track) => track.readyState === 'live') ?? [];
    if (closed.current) added.getTracks().forEach((track) => track.stop());
    else use(new MediaStream([...kept, ...added.getTracks()]));
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
