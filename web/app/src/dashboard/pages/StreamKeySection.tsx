import { Box, Button } from '@mui/material';
import type { RoomRow, StreamKey } from '@rostra/core/dashboard';
import { CopyField } from '@rostra/react';
import { useState } from 'react';
import { useDashboard } from '../context';
import { Confirm, Quiet, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useResource } from '../useResource';
import { useText } from '../useText';

/** What OBS and the like need to stream into the room. Who has the key is on stage, so it is shown when asked for. */
export function StreamKeySection({ room }: { room: RoomRow }) {
  const { t } = useText();
  const { call } = useDashboard();
  const path = `/v2/stream-keys/room/${room.id}`;
  const keys = useResource<{ data: readonly StreamKey[] }>(room.enabled ? path : null);
  const [shown, setShown] = useState(false);
  const [withdrawing, setWithdrawing] = useState(false);
  const action = useAction();
  // A room without a key is refused with 404.
  const none = keys.trouble?.kind === 'refused';
  const key = none ? undefined : keys.value?.data[0];
  const make = () =>
    void action.run(
      () => call('POST', path),
      () => {
        setShown(true);
        keys.reload();
      },
    );
  const withdraw = () =>
    void action.run(
      () => call('POST', `${path}/disable`),
      () => {
        setWithdrawing(false);
        setShown(false);
        keys.reload();
      },
    );
  if (!room.enabled) return null;
  return (
    <Section title={t('streamKey.title')}>
      <TroubleAlert trouble={withdrawing ? null : (action.trouble ?? (none ? null : keys.trouble))} />
      <Box sx={{ display: 'grid', gap: 1.5, justifyItems: 'start' }}>
        <Quiet>{t('streamKey.hint')}</Quiet>
        {none && (
          <Button variant="outlined" onClick={make} disabled={action.busy}>
            {t('streamKey.make')}
          </Button>
        )}
        {key && !shown && (
          <Button variant="outlined" onClick={() => setShown(true)}>
            {t('streamKey.show')}
          </Button>
        )}
        {key && shown && (
          <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 1.5, width: '100%' }}>
            <CopyField label={t('streamKey.whip')} value={key.whip_url} />
            <CopyField label={t('streamKey.rtmp')} value={key.url} />
            <CopyField label={t('streamKey.key')} value={key.key} />
            <Box>
              <Button size="small" color="error" onClick={() => setWithdrawing(true)}>
                {t('streamKey.withdraw')}
              </Button>
            </Box>
          </Box>
        )}
      </Box>
      {withdrawing && (
        <Confirm
          title={t('streamKey.withdraw')}
          text={t('streamKey.withdrawText')}
          action={t('streamKey.withdraw')}
          busy={action.busy}
          trouble={action.trouble}
          onConfirm={withdraw}
          onClose={() => {
            setWithdrawing(false);
            action.clear();
          }}
        />
      )}
    </Section>
  );
}
