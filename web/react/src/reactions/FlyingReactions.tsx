import { Box, keyframes } from '@mui/material';
import { EMOJI_FONT } from '../theme';
import { FLIGHT, type FlyingReaction } from '../hooks/useReactions';

const rise = keyframes`
  0% { transform: translateY(0) scale(0.6); opacity: 0; }
  15% { transform: translateY(-12%) scale(1.1); opacity: 1; }
  100% { transform: translateY(-100%) scale(1); opacity: 0; }
`;

const fade = keyframes`
  0%, 100% { opacity: 0; }
  20%, 70% { opacity: 1; }
`;

/** Reactions rise over the picture and are gone. They are no more than decoration to a screen reader. */
export function FlyingReactions({ flying }: { flying: readonly FlyingReaction[] }) {
  return (
    <Box
      aria-hidden="true"
      data-testid="reactions"
      sx={{ position: 'absolute', inset: 0, overflow: 'hidden', pointerEvents: 'none', zIndex: 1 }}
    >
      {flying.map(({ key, emoji, place }) => (
        <Box
          key={key}
          sx={{
            position: 'absolute',
            bottom: 56,
            height: '70%',
            insetInlineEnd: `calc(16px + ${Math.round(place * 22)}%)`,
            display: 'flex',
            alignItems: 'flex-end',
            fontFamily: EMOJI_FONT,
            fontSize: { xs: '1.5rem', md: '2rem' },
            animation: `${rise} ${FLIGHT}ms ease-out both`,
            // As text: MUI takes the object itself for nested styles.
            '@media (prefers-reduced-motion: reduce)': { animationName: `${fade}` },
          }}
        >
          {emoji}
        </Box>
      ))}
    </Box>
  );
}
