import { Box } from '@mui/material';
import { leaveReason, qualitySpans, timeAt, type SessionQuality, type Stay } from '@rostra/core/dashboard';
import { Quiet } from '../parts';
import { useText } from '../useText';

/** Name, line, and how long; below each other on a phone. */
const COLUMNS = { xs: 'minmax(0, 1fr)', md: '13.75rem minmax(0, 1fr) 15.5rem' };

const BAD = ['poor', 'fair'] as const;
const COLOURS = {
  good: 'success.main',
  fair: 'warning.main',
  poor: 'error.main',
  unknown: 'text.disabled',
} as const;
const LEGEND = ['good', 'fair', 'poor', 'unknown'] as const;

export interface TimeLineProps {
  stays: readonly Stay[];
  /** Null until it is there. */
  quality: SessionQuality | null;
  from: number;
  until: number;
}

/** Who was there from when to when, and how well served: a line for each, on one scale. */
export function TimeLine({ stays, quality, from, until }: TimeLineProps) {
  const { t, dateTime, length } = useText();
  return (
    <Box>
      <Box component="ul" aria-label={t('session.line')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {stays.map((stay) => {
          const reason = leaveReason(stay.reason);
          const spans = qualitySpans(quality?.peers[stay.id] ?? [], from, until);
          const spent = length((stay.leftAt ?? until) - stay.joinedAt);
          return (
            <Box
              component="li"
              key={stay.id}
              sx={{
                display: 'grid',
                gridTemplateColumns: COLUMNS,
                columnGap: 2,
                rowGap: 0.5,
                alignItems: 'center',
                py: 0.75,
              }}
            >
              <Box sx={{ minWidth: 0 }}>
                <Box dir="auto" sx={{ overflowWrap: 'anywhere' }}>
                  {stay.name === '' ? t('state.noName') : stay.name}
                </Box>
                <Quiet>{stay.role}</Quiet>
              </Box>
              <Box
                aria-hidden="true"
                sx={{ position: 'relative', height: 14, bgcolor: 'action.hover', borderRadius: 1, overflow: 'hidden' }}
              >
                <Box
                  title={`${dateTime(stay.joinedAt)}, ${spent}`}
                  sx={{
                    position: 'absolute',
                    insetBlock: 0,
                    left: `${stay.start * 100}%`,
                    width: `${(stay.end - stay.start) * 100}%`,
                    bgcolor: COLOURS.unknown,
                  }}
                />
                {spans.map((span) => (
                  <Box
                    key={span.start}
                    sx={{
                      position: 'absolute',
                      insetBlock: 0,
                      left: `${span.start * 100}%`,
                      width: `${(span.end - span.start) * 100}%`,
                      bgcolor: COLOURS[span.level],
                    }}
                  />
                ))}
              </Box>
              <Quiet>
                {spent}
                {' · '}
                {stay.leftAt === null ? t('session.stillHere') : reason === null ? stay.reason : t(reason)}
                {BAD.filter((level) => timeAt(level, spans) > 0).map((level) => (
                  <Box key={level}>{t(`quality.${level}`, { time: length(timeAt(level, spans)) })}</Box>
                ))}
              </Quiet>
            </Box>
          );
        })}
      </Box>
      <Box aria-hidden="true" sx={{ display: 'grid', gridTemplateColumns: COLUMNS, columnGap: 2 }}>
        <Box sx={{ gridColumn: { md: 2 }, display: 'flex', justifyContent: 'space-between', gap: 2 }}>
          <Quiet>{dateTime(from)}</Quiet>
          <Quiet>{dateTime(until)}</Quiet>
        </Box>
      </Box>
      <Box
        component="ul"
        aria-label={t('quality.legend')}
        sx={{ listStyle: 'none', m: 0, mt: 2, p: 0, display: 'flex', flexWrap: 'wrap', columnGap: 2.5, rowGap: 0.5 }}
      >
        {LEGEND.map((level) => (
          <Box component="li" key={level} sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}>
            <Box aria-hidden="true" sx={{ width: 12, height: 12, borderRadius: 0.5, bgcolor: COLOURS[level] }} />
            <Quiet>{t(`quality.is.${level}`)}</Quiet>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
