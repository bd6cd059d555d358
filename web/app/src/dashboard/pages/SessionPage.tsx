import { Box, Chip } from '@mui/material';
import {
  peak,
  progressOf,
  staysOf,
  type FailureEvent,
  type LiveStream,
  type Page,
  type SessionRow,
} from '@rostra/core/dashboard';
import { Cause } from '../Cause';
import { TimeLine } from '../charts/TimeLine';
import { Blank, PageTitle, PlaceLink, ProgressChip, Quiet, Row, Rows, Section, TroubleAlert } from '../parts';
import { useResource } from '../useResource';
import { useRoomNames } from '../useRoomNames';
import { useText } from '../useText';

/** One session: who was there when, who was not let in, what was streamed. */
export function SessionPage({ id }: { id: string }) {
  const { t, dateTime, length, number } = useText();
  const session = useResource<SessionRow>(`/v2/sessions/${encodeURIComponent(id)}`, 5000);
  const found = session.value;
  const nameOf = useRoomNames(found === null ? [] : [found.room_id]);
  if (found === null) {
    return (
      <>
        <PageTitle title={t('nav.sessions')} back={{ section: 'sessions' }} />
        {session.trouble === null ? <Blank>{t('state.loading')}</Blank> : <TroubleAlert trouble={session.trouble} />}
      </>
    );
  }
  const from = Date.parse(found.created_at);
  const until = found.active ? Date.now() : Date.parse(found.updated_at);
  const stays = staysOf(Object.values(found.peers), from, until);
  return (
    <>
      <PageTitle title={nameOf(found.room_id)} back={{ section: 'sessions' }}>
        {found.active && <Chip color="primary" label={t('progress.running')} />}
      </PageTitle>
      <Box sx={{ mb: 2 }}>
        <Quiet>
          <PlaceLink place={{ section: 'rooms', id: found.room_id }}>{t('session.room')}</PlaceLink>
          {` · ${dateTime(from)} · ${length(until - from)} · ${t('session.peak', { count: number(peak(stays)) })}`}
        </Quiet>
      </Box>
      <Section title={t('session.people')}>
        {stays.length === 0 ? (
          <Blank>{t('state.nothing')}</Blank>
        ) : (
          <TimeLine stays={stays} from={from} until={until} />
        )}
      </Section>
      <Streams id={found.id} />
      <Failures roomId={found.room_id} from={from} until={until} />
    </>
  );
}

function Streams({ id }: { id: string }) {
  const { t, dateTime, length } = useText();
  const streams = useResource<Page<LiveStream>>(`/v2/live-streams?limit=100&session_id=${encodeURIComponent(id)}`);
  const found = streams.value?.data ?? [];
  return (
    <Section title={t('session.streams')}>
      <TroubleAlert trouble={streams.trouble} />
      {found.length === 0 ? (
        <Blank>{t('session.noStreams')}</Blank>
      ) : (
        <Rows label={t('session.streams')}>
          {found.map((stream) => {
            const from = Date.parse(stream.started_at ?? stream.created_at);
            const until = stream.stopped_at === null ? Date.now() : Date.parse(stream.stopped_at);
            return (
              <Row key={stream.id} columns="minmax(0, 1fr) auto">
                <Box>
                  {dateTime(from)} · {length(until - from)}
                  {progressOf(stream.status) === 'failed' && <Quiet>{stream.reason}</Quiet>}
                </Box>
                <ProgressChip progress={progressOf(stream.status)} />
              </Row>
            );
          })}
        </Rows>
      )}
    </Section>
  );
}

/** Failures belong to a room; those of the session's time are shown. */
function Failures({ roomId, from, until }: { roomId: string; from: number; until: number }) {
  const { t, dateTime } = useText();
  const events = useResource<{ events: readonly FailureEvent[] }>(
    `/v2/analytics/events?limit=100&type=client.join.failed&room_id=${encodeURIComponent(roomId)}`,
  );
  const found = (events.value?.events ?? []).filter(({ timestamp }) => {
    const at = Date.parse(timestamp);
    return at >= from && at <= until;
  });
  return (
    <Section title={t('session.failures')}>
      <TroubleAlert trouble={events.trouble} />
      {found.length === 0 ? (
        <Blank>{t('session.noFailures')}</Blank>
      ) : (
        <Rows label={t('session.failures')}>
          {found.map((event) => (
            <Row key={event.id} columns="minmax(0, 1fr) auto">
              <Box sx={{ minWidth: 0 }}>
                <Cause cause={event.data.error_message} />
                <Quiet>
                  {event.data.user_id} · {event.data.role}
                </Quiet>
              </Box>
              <Quiet>{dateTime(event.timestamp)}</Quiet>
            </Row>
          ))}
        </Rows>
      )}
    </Section>
  );
}
