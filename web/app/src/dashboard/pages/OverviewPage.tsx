import { Box, Chip } from '@mui/material';
import { firstDay, type Measure, type Overview } from '@rostra/core/dashboard';
import { useMemo, useState } from 'react';
import { BarChart } from '../charts/BarChart';
import { Cause } from '../Cause';
import { Blank, PageTitle, PlaceLink, Quiet, Row, Rows, Section, TroubleAlert } from '../parts';
import { useResource } from '../useResource';
import { useText } from '../useText';

const DAYS = 14;
const REFRESH = 5000;
const MEASURES: readonly Measure[] = ['peers', 'peer_minutes', 'stream_minutes', 'join_failures'];

/** What goes on now, and what went on in the last days. */
export function OverviewPage() {
  const { t, dateTime } = useText();
  const [opened] = useState(Date.now);
  const path = useMemo(
    () =>
      `/dashboard/api/overview?${new URLSearchParams({ days: String(DAYS), first: firstDay(opened, DAYS).toISOString() })}`,
    [opened],
  );
  const overview = useResource<Overview>(path, REFRESH);
  const found = overview.value;
  return (
    <>
      <PageTitle title={t('nav.overview')} />
      <TroubleAlert trouble={overview.trouble} retry={overview.reload} />
      {found === null ? (
        overview.trouble === null && <Blank>{t('state.loading')}</Blank>
      ) : (
        <>
          <Section title={t('overview.now')}>
            <Now overview={found} />
          </Section>
          <Section title={t('overview.days', { count: DAYS })}>
            <Box
              sx={{
                display: 'grid',
                gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))' },
                columnGap: 4,
                rowGap: 3,
                position: 'relative',
              }}
            >
              {MEASURES.map((measure) => (
                <BarChart key={measure} days={found.days} measure={measure} label={t(`measure.${measure}`)} />
              ))}
            </Box>
          </Section>
          {found.failures.length > 0 && (
            <Section title={t('overview.failures')}>
              <Rows label={t('overview.failures')}>
                {found.failures.map((failure) => (
                  <Row key={failure.id} columns="minmax(0, 1fr) auto">
                    <Box sx={{ minWidth: 0 }}>
                      <Cause cause={failure.cause} />
                      <Quiet>
                        <PlaceLink place={{ section: 'rooms', id: failure.room_id }}>{failure.room_name}</PlaceLink>
                        {' · '}
                        {failure.role}
                      </Quiet>
                    </Box>
                    <Quiet>{dateTime(failure.at)}</Quiet>
                  </Row>
                ))}
              </Rows>
            </Section>
          )}
        </>
      )}
    </>
  );
}

function Now({ overview }: { overview: Overview }) {
  const { t, number, dateTime } = useText();
  if (overview.active.length === 0) {
    return <Blank>{t('overview.quiet')}</Blank>;
  }
  return (
    <Rows label={t('overview.now')}>
      {overview.active.map((room) => (
        <Row key={room.session_id} columns="minmax(0, 1fr) auto">
          <Box sx={{ minWidth: 0 }}>
            <PlaceLink place={{ section: 'rooms', id: room.room_id }}>{room.room_name}</PlaceLink>
            <Quiet>{t('rooms.since', { time: dateTime(room.started_at) })}</Quiet>
          </Box>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
            {room.stream !== undefined && <Chip size="small" color="error" label={t('rooms.live')} />}
            <Chip size="small" color="primary" label={t('rooms.here', { count: number(room.peers) })} />
          </Box>
        </Row>
      ))}
    </Rows>
  );
}
