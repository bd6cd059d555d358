import { selectIsConnectedToRoom, useHMSActions, useHMSVanillaStore } from '@100mslive/react-sdk';
import { initEndpoint, problemOf, type Problem } from '@rostra/core';
import { forgetVendorReports } from '@rostra/react';
import { useEffect } from 'react';
import { tokenFor, type JoinRequest } from './joinRequest';

/** Gets a token and joins, once per request. */
export function useJoin(
  request: JoinRequest,
  report: (problem: Problem) => void,
  onFailed: (problem: Problem) => void,
): void {
  const actions = useHMSActions();
  const store = useHMSVanillaStore();
  useEffect(() => {
    let cancelled = false;
    const join = async () => {
      const result = await tokenFor(request);
      if (cancelled) return;
      if ('problem' in result) return onFailed(result.problem);
      forgetVendorReports();
      try {
        await actions.join({
          userName: request.name,
          authToken: result.token,
          initEndpoint: initEndpoint(window.location.origin),
          rememberDeviceSelection: true,
          settings: {
            isAudioMuted: !request.audio,
            isVideoMuted: !request.video,
            ...(request.microphoneId === '' ? {} : { audioInputDeviceId: request.microphoneId }),
            ...(request.cameraId === '' ? {} : { videoDeviceId: request.cameraId }),
          },
        });
      } catch (error) {
        if (cancelled) return;
        const problem = problemOf(error, isSecureContext);
        // Publishing may fail after the room was entered; then the room stays and only says so.
        if (store.getState(selectIsConnectedToRoom)) report(problem);
        else onFailed(problem);
      }
    };
    void join();
    return () => {
      cancelled = true;
    };
  }, [request, actions, store, report, onFailed]);
}
