import { Box, Typography } from '@mui/material';
import { barsOf, scaleTop, total, type Measure, type UsageDay } from '@rostra/core/dashboard';
import { useText } from '../useText';

const HEIGHT = 96;

/** A measure day by day. Each bar has a tooltip; a screen reader gets the numbers as a table. */
export function BarChart({ days, measure, label }: { days: readonly UsageDay[]; measure: Measure; label: string }) {
  const { t, day, number } = useText();
  const bars = barsOf(days, measure);
  const top = scaleTop(Math.max(0, ...bars.map((bar) => bar.value)));
  return (
    <Box component="figure" sx={{ m: 0, minWidth: 0 }}>
      <Box component="figcaption" sx={{ display: 'flex', alignItems: 'baseline', gap: 1, mb: 0.5 }}>
        <Box sx={{ flex: 1, color: 'text.secondary', fontSize: '0.875rem' }}>{label}</Box>
        <Typography component="span" sx={{ fontWeight: 650, fontVariantNumeric: 'tabular-nums' }}>
          {number(total(days, measure))}
        </Typography>
      </Box>
      <Box aria-hidden="true" sx={{ display: 'flex', gap: 1 }}>
        <Box
          component="svg"
          viewBox={`0 0 100 ${HEIGHT}`}
          preserveAspectRatio="none"
          sx={{ flex: 1, minWidth: 0, height: HEIGHT, color: 'primary.main' }}
        >
          <line
            x1="0"
            x2="100"
            y1={HEIGHT - 0.5}
            y2={HEIGHT - 0.5}
            stroke="var(--mui-palette-divider)"
            vectorEffect="non-scaling-stroke"
          />
          {bars.map((bar) => (
            <g key={bar.day}>
              <title>{`${day(bar.day)}: ${number(bar.value)}`}</title>
              <rect x={bar.x * 100} width={bar.width * 100} y="0" height={HEIGHT} fill="transparent" />
              <rect
                x={bar.x * 100}
                width={bar.width * 100}
                y={HEIGHT * (1 - bar.height)}
                height={HEIGHT * bar.height}
                fill="currentColor"
              />
            </g>
          ))}
        </Box>
        <Box
          sx={{
            display: 'flex',
            flexDirection: 'column',
            justifyContent: 'space-between',
            minWidth: '2.5em',
            fontSize: '0.75rem',
            color: 'text.secondary',
          }}
        >
          <span>{number(top)}</span>
          <span>0</span>
        </Box>
      </Box>
      <Box
        aria-hidden="true"
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          fontSize: '0.75rem',
          color: 'text.secondary',
          mt: 0.5,
          pr: 5,
        }}
      >
        <span>{bars[0] === undefined ? '' : day(bars[0].day)}</span>
        <span>{bars.length < 2 ? '' : day(bars[bars.length - 1]?.day ?? 0)}</span>
      </Box>
      {/* Around the table, since tables grow with what is in them, hidden or not. */}
      <Box sx={onlyForReaders}>
        <table>
          <caption>{label}</caption>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.day}>
                <th scope="row">{day(bar.day)}</th>
                <td>{number(bar.value)}</td>
              </tr>
            ))}
            {bars.length === 0 && (
              <tr>
                <td>{t('state.nothing')}</td>
              </tr>
            )}
          </tbody>
        </table>
      </Box>
    </Box>
  );
}

const onlyForReaders = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const;
