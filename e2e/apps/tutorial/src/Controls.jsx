import React, { useState } from 'react';
import {
  selectHLSState,
  selectIsLocalAudioEnabled,
  selectIsLocalVideoEnabled,
  useHMSActions,
  useHMSStore,
} from './sdk.js';

export function Controls({ isViewer }) {
  const actions = useHMSActions();

  // Neither call is awaited: that is how the tutorial does it, for every role.
  const leave = () => {
    actions.leave();
    Promise.resolve(actions.stopHLSStreaming()).catch(() => {});
  };

  return (
    <div role="toolbar" aria-label="Controls">
      {!isViewer && <DeviceButtons actions={actions} />}
      {!isViewer && <LiveButton actions={actions} />}
      <button onClick={leave}>Leave</button>
    </div>
  );
}

function DeviceButtons({ actions }) {
  const audio = useHMSStore(selectIsLocalAudioEnabled);
  const video = useHMSStore(selectIsLocalVideoEnabled);
  return (
    <>
      <button aria-pressed={audio} onClick={() => actions.setLocalAudioEnabled(!audio)}>
        Microphone
      </button>
      <button aria-pressed={video} onClick={() => actions.setLocalVideoEnabled(!video)}>
        Camera
      </button>
    </>
  );
}

function LiveButton({ actions }) {
  const hls = useHMSStore(selectHLSState);
  const [failure, setFailure] = useState('');

  const toggle = async () => {
    setFailure('');
    try {
      await (hls?.running ? actions.stopHLSStreaming() : actions.startHLSStreaming());
    } catch (error) {
      setFailure(`${error.code ?? ''} ${error.message}`.trim());
    }
  };

  return (
    <>
      <button onClick={toggle}>{hls?.running ? 'Stop Streaming' : 'Go Live'}</button>
      {failure && <p role="alert">{failure}</p>}
    </>
  );
}
