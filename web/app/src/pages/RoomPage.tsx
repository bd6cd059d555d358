import { selectLocalPeerRole, selectRoom, useHMSStore } from '@100mslive/react-sdk';
import {
  canPublish,
  Loading,
  NoticeStack,
  useLeave,
  useLive,
  usePeople,
  useQuestions,
  useRights,
  useWord,
  type Notices,
} from '@rostra/react';
import { lazy, Suspense } from 'react';
import type { JoinRequest } from '../session/joinRequest';

const StudioPage = lazy(() => import('../studio/StudioPage'));
const WatchPage = lazy(() => import('./WatchPage'));

/** The room: the studio for those whose role may publish, the player for the audience. */
export function RoomPage({ request, notices }: { request: JoinRequest; notices: Notices }) {
  const role = useHMSStore(selectLocalPeerRole);
  const { name } = useHMSStore(selectRoom);
  const people = usePeople();
  const live = useLive(notices.report);
  const leave = useLeave(people, live);
  const rights = useRights();
  const stack = (
    <NoticeStack
      problems={notices.problems}
      connection={notices.connection}
      onDismiss={notices.dismiss}
      onEnableSound={notices.enableSound}
      questions={useQuestions(notices.report)}
      word={useWord(rights.changeRole)}
    />
  );
  const { room } = request;
  const page = {
    request,
    room,
    roomName: name || room?.name || '',
    people,
    live,
    leave,
    notices: stack,
    report: notices.report,
  };
  return (
    <Suspense fallback={<Loading />}>{canPublish(role) ? <StudioPage {...page} /> : <WatchPage {...page} />}</Suspense>
  );
}
