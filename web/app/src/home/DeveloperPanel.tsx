import { Box, Link, Tab, Tabs, Typography } from '@mui/material';
import {
  absoluteTokenEndpoint,
  apiPage,
  initEndpoint,
  obsSnippet,
  sdkSnippet,
  socketSnippet,
  type RoomInfo,
} from '@rostra/core';
import { CopyField, useLanguage } from '@rostra/react';
import { useState } from 'react';

type Kind = 'sdk' | 'socket' | 'obs';

/** What a developer needs to point an app of theirs here, and the one trap on the way. */
export function DeveloperPanel({ tokenEndpoint, room }: { tokenEndpoint: string; room: RoomInfo }) {
  const { language, t } = useLanguage();
  const [kind, setKind] = useState<Kind>('sdk');
  const { origin } = window.location;
  const snippet = {
    sdk: () => sdkSnippet(origin, tokenEndpoint, room.id, room.roles[0] ?? ''),
    socket: () => socketSnippet(origin, room.id),
    obs: () => obsSnippet(origin, room.id),
  }[kind]();
  return (
    <Box
      component="section"
      aria-labelledby="developers"
      sx={{
        display: 'grid',
        gap: { xs: 2, md: 4 },
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 2fr) minmax(0, 3fr)' },
        alignItems: 'start',
      }}
    >
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 1.75 }}>
        <Typography id="developers" variant="h2">
          {t('dev.title')}
        </Typography>
        <Typography sx={{ color: 'text.secondary', fontSize: '0.9375rem' }}>{t('dev.intro')}</Typography>
        <CopyField label={t('dev.tokenEndpoint')} value={absoluteTokenEndpoint(tokenEndpoint, origin)} />
        <CopyField label={t('dev.roomId')} value={room.id} />
        <CopyField label={t('dev.initEndpoint')} value={initEndpoint(origin)} />
        {origin.startsWith('http://') && <Small>{t('dev.trap')}</Small>}
        <Small>{t('dev.origin')}</Small>
        <Link href={apiPage(language)} sx={{ fontSize: '0.9375rem' }}>
          {t('dev.api')}
        </Link>
      </Box>
      <Box sx={{ minWidth: 0 }}>
        <Tabs value={kind} onChange={(_, next: Kind) => setKind(next)} aria-label={t('dev.snippet')}>
          <Tab value="sdk" label={t('dev.sdk')} id="tab-sdk" />
          <Tab value="socket" label={t('dev.socket')} id="tab-socket" />
          <Tab value="obs" label={t('dev.obs')} id="tab-obs" />
        </Tabs>
        <Box role="tabpanel" aria-labelledby={`tab-${kind}`} sx={{ mt: 1 }}>
          <CopyField label={t('dev.snippet')} value={snippet} block />
        </Box>
      </Box>
    </Box>
  );
}

function Small({ children }: { children: string }) {
  return <Typography sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{children}</Typography>;
}
