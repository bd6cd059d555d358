import { selectLocalVideoTrackID, selectRoom, useHMSStore } from '@100mslive/react-sdk';
import { Box } from '@mui/material';
import {
  LeaveButton,
  LiveBadge,
  NoticeStack,
  RoomShell,
  useLeave,
  useLive,
  usePeople,
  WaitingScreen,
  type Notices,
} from '@rostra/react';
import { lazy, Suspense, useEffect, useRef } from 'react';

const LivePlayer = lazy(() => import('@rostra/react/LivePlayer'));

/** On stage with the test picture, and before the player that shows what the audience sees of it. */
export function DemoRoom({ notices }: { notices: Notices }) {
  const { name } = useHMSStore(selectRoom);
  const people = usePeople();
  const live = useLive(notices.report);
  const leave = useLeave(people, live);
  const onStage = useHMSStore(selectLocalVideoTrackID) !== undefined;
  const started = useRef(false);
  const { phase, start, allowed } = live;
  useEffect(() => {
    if (!onStage || !allowed || started.current) return;
    started.current = true;
    if (phase === 'off') start();
  }, [onStage, allowed, phase, start]);
  return (
    <RoomShell
      roomName={name}
      badge={phase === 'live' && <LiveBadge startedAt={live.hls.startedAt} />}
      notices={
        <NoticeStack
          problems={notices.problems}
          connection={notices.connection}
          onDismiss={notices.dismiss}
          onEnableSound={notices.enableSound}
        />
      }
      headerEnd={<LeaveButton onClick={leave} />}
    >
      <Box
        sx={{
          flex: 1,
          position: 'relative',
          m: { xs: 0, md: 2 },
          mt: 0,
          overflow: 'hidden',
          borderRadius: { md: 1.5 },
        }}
      >
        {phase === 'live' ? (
          <Suspense fallback={<WaitingScreen phase="starting" />}>
            <LivePlayer url={live.hls.url} />
          </Suspense>
        ) : (
          <WaitingScreen phase="starting" />
        )}
      </Box>
    </RoomShell>
  );
}
