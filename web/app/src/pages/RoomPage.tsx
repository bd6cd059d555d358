import { selectLocalPeerRole, useHMSStore } from '@100mslive/react-sdk';
import { canPublish, NoticeStack, useLeave, useLive, usePeople, type Notices } from '@rostra/react';
import { StudioPage } from './StudioPage';
import { WatchPage } from './WatchPage';

/** The room: the studio for those whose role may publish, the player for the audience. */
export function RoomPage({ roomName, notices }: { roomName: string; notices: Notices }) {
  const role = useHMSStore(selectLocalPeerRole);
  const people = usePeople();
  const live = useLive(notices.report);
  const leave = useLeave(people, live);
  const stack = (
    <NoticeStack
      problems={notices.problems}
      connection={notices.connection}
      onDismiss={notices.dismiss}
      onEnableSound={notices.enableSound}
    />
  );
  const page = { roomName, people, live, leave, notices: stack, report: notices.report };
  return canPublish(role) ? <StudioPage {...page} /> : <WatchPage {...page} />;
}
