import type { RoomInfo } from '@rostra/core';
import { Sheet, useLanguage } from '@rostra/react';
import { Invitations } from '../home/Invitations';
import { useAppConfig } from '../useAppConfig';

/** The links that bring others in, without leaving the room. */
export default function InviteSheet({ room, onClose }: { room: RoomInfo; onClose: () => void }) {
  const { t } = useLanguage();
  const config = useAppConfig();
  return (
    <Sheet title={t('room.invite')} onClose={onClose}>
      <Invitations room={room} publicUrl={config.status === 'ready' ? config.config.publicUrl : ''} />
    </Sheet>
  );
}
