import { Box } from '@mui/material';
import { hueOf } from '@rostra/core';
import { leaveReason, type Stay } from '@rostra/core/dashboard';
import { Quiet } from '../parts';
import { useText } from '../useText';

/** Name, line, and how long; below each other on a phone. */
const COLUMNS = { xs: 'minmax(0, 1fr)', md: '220px minmax(0, 1fr) 250px' };

/** Who was there from when to when: a line for each, on one scale. */
export function TimeLine({ stays, from, until }: { stays: readonly Stay[]; from: number; until: number }) {
  const { t, dateTime, length } = useText();
  return (
    <Box>
      <Box component="ul" aria-label={t('session.line')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {stays.map((stay) => {
          const reason = leaveReason(stay.reason);
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
                sx={{ position: 'relative', height: 14, bgcolor: 'action.hover', borderRadius: 1 }}
              >
                <Box
                  title={`${dateTime(stay.joinedAt)}, ${spent}`}
                  sx={{
                    position: 'absolute',
                    insetBlock: 0,
                    left: `${stay.start * 100}%`,
                    width: `${(stay.end - stay.start) * 100}%`,
                    borderRadius: 1,
                    background: `hsl(${hueOf(stay.role)} 45% 48%)`,
                  }}
                />
              </Box>
              <Quiet>
                {spent}
                {' · '}
                {stay.leftAt === null ? t('session.stillHere') : reason === null ? stay.reason : t(reason)}
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
    </Box>
  );
}
