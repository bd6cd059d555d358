import { Box, Button, Chip } from '@mui/material';
import type { Page, SessionRow } from '@rostra/core/dashboard';
import { useState } from 'react';
import { ExportLinks } from '../ExportLinks';
import { Blank, PageTitle, PlaceLink, Quiet, Row, Rows, Section, TroubleAlert } from '../parts';
import { useResource } from '../useResource';
import { useRoomNames } from '../useRoomNames';
import { useText } from '../useText';

const PAGE = 20;

/** The times in which somebody was in a room, the newest first. */
export function SessionsPage() {
  const { t, dateTime, length, number } = useText();
  const [pages, setPages] = useState<readonly string[]>(['']);
  const start = pages[pages.length - 1] ?? '';
  const sessions = useResource<Page<SessionRow>>(
    `/v2/sessions?${new URLSearchParams({ limit: String(PAGE), ...(start === '' ? {} : { start }) })}`,
    10_000,
  );
  const found = sessions.value;
  const nameOf = useRoomNames(found?.data.map((session) => session.room_id) ?? []);
  return (
    <>
      <PageTitle title={t('nav.sessions')} />
      <TroubleAlert trouble={sessions.trouble} retry={sessions.reload} />
      <Section title={t('sessions.all')}>
        {found === null ? (
          <Blank>{t('state.loading')}</Blank>
        ) : found.data.length === 0 ? (
          <Blank>{t('sessions.none')}</Blank>
        ) : (
          <Rows label={t('nav.sessions')}>
            {found.data.map((session) => {
              const began = Date.parse(session.created_at);
              const ended = session.active ? Date.now() : Date.parse(session.updated_at);
              return (
                <Row key={session.id} columns="minmax(0, 1fr) auto auto">
                  <Box sx={{ minWidth: 0 }}>
                    <PlaceLink place={{ section: 'sessions', id: session.id }}>{nameOf(session.room_id)}</PlaceLink>
                    <Quiet>{dateTime(began)}</Quiet>
                  </Box>
                  <Quiet>
                    {length(ended - began)} ·{' '}
                    {t('sessions.peers', { count: number(Object.keys(session.peers).length) })}
                  </Quiet>
                  {session.active && <Chip size="small" color="primary" label={t('progress.running')} />}
                </Row>
              );
            })}
          </Rows>
        )}
        <Box sx={{ display: 'flex', gap: 1, mt: 1 }}>
          {pages.length > 1 && <Button onClick={() => setPages(pages.slice(0, -1))}>{t('action.newer')}</Button>}
          {found !== null && found.data.length === PAGE && (
            <Button onClick={() => setPages([...pages, found.last])}>{t('action.older')}</Button>
          )}
        </Box>
      </Section>
      <ExportLinks />
    </>
  );
}
