import { Alert, Box, Button, Link } from '@mui/material';
import { absoluteTokenEndpoint, apiPage, initEndpoint, sdkSnippet, type RoomId } from '@rostra/core';
import {
  byImportance,
  socketSnippet,
  type NewKeys,
  type Page,
  type RoomRow,
  type Workspace,
} from '@rostra/core/dashboard';
import { CopyField, useLanguage } from '@rostra/react';
import { useState } from 'react';
import { useDashboard } from '../context';
import { Confirm, PageTitle, PlaceLink, Quiet, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useResource } from '../useResource';
import { useText } from '../useText';

/** What a developer needs: keys, addresses, and lines to copy. */
export function DeveloperPage() {
  const { t } = useText();
  const { language } = useLanguage();
  const workspace = useResource<Workspace>('/v2/workspace');
  const rooms = useResource<Page<RoomRow>>('/dashboard/api/rooms?limit=100');
  const room = rooms.value?.data.filter((each) => each.enabled).at(-1);
  const role = room === undefined ? '' : (byImportance(room.roles)[0] ?? '');
  const { origin } = window.location;
  const found = workspace.value;
  return (
    <>
      <PageTitle title={t('nav.developer')} />
      <TroubleAlert trouble={workspace.trouble} retry={workspace.reload} />
      {found !== null && (
        <>
          <Keys workspace={found} onRotated={workspace.reload} />
          <Section title={t('developer.addresses')}>
            <Box sx={{ display: 'grid', gap: 1.5 }}>
              <CopyField
                label={t('developer.tokenEndpoint')}
                value={absoluteTokenEndpoint(`/hmsapi/${found.subdomain}/`, origin)}
              />
              <CopyField label={t('developer.initEndpoint')} value={initEndpoint(origin)} />
              <CopyField label={t('developer.serverApi')} value={`${origin}/v2`} />
              <PlaceLink place={{ section: 'developer', id: 'api' }}>{t('developer.openapi')}</PlaceLink>
              <Link href={apiPage(language)}>{t('developer.apiPage')}</Link>
              <Quiet>{t('developer.tokenHint')}</Quiet>
            </Box>
          </Section>
          {room !== undefined && (
            <Section title={t('developer.snippets')}>
              <Box sx={{ display: 'grid', gap: 1.5 }}>
                <CopyField
                  label={t('developer.sdk')}
                  value={sdkSnippet(origin, `/hmsapi/${found.subdomain}/`, room.id as RoomId, role)}
                  block
                />
                <CopyField label={t('developer.socketio')} value={socketSnippet(origin, room.id)} block />
              </Box>
            </Section>
          )}
        </>
      )}
    </>
  );
}

function Keys({ workspace, onRotated }: { workspace: Workspace; onRotated: () => void }) {
  const { t, dateTime } = useText();
  const { call } = useDashboard();
  const [asking, setAsking] = useState(false);
  const [keys, setKeys] = useState<NewKeys | null>(null);
  const action = useAction();
  const rotate = () =>
    void action.run(
      () => call<NewKeys>('POST', '/v2/workspace/keys/rotate', {}),
      (made) => {
        setKeys(made);
        setAsking(false);
        onRotated();
      },
    );
  return (
    <Section
      title={t('developer.keys')}
      action={
        <Button size="small" onClick={() => setAsking(true)}>
          {t('developer.rotate')}
        </Button>
      }
    >
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        <Quiet>{t('developer.keysHint')}</Quiet>
        <CopyField label={t('developer.accessKey')} value={workspace.access_key} />
        {keys !== null && (
          <Alert severity="success" sx={{ '& .MuiAlert-message': { flex: 1 } }} onClose={() => setKeys(null)}>
            {t('developer.secretOnce', { hours: keys.grace_hours })}
            <CopyField label={t('developer.secret')} value={keys.secret} />
          </Alert>
        )}
        {workspace.retired_keys.map((key) => (
          <Quiet key={key.access_key}>
            {t('developer.retired', { key: key.access_key, time: dateTime(key.expires_at) })}
          </Quiet>
        ))}
      </Box>
      {asking && (
        <Confirm
          title={t('developer.rotate')}
          text={t('developer.rotateText')}
          action={t('developer.rotate')}
          busy={action.busy}
          trouble={action.trouble}
          onConfirm={rotate}
          onClose={() => {
            setAsking(false);
            action.clear();
          }}
        />
      )}
    </Section>
  );
}
