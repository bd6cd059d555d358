import { Box, Button } from '@mui/material';
import type { Hand } from '../hooks/useHand';
import { useLanguage } from '../i18n';
import { Icon } from './Icon';

/** How somebody in the audience asks to come on stage; on a phone only the hand. */
export function HandButton({ hand }: { hand: Hand }) {
  const { t } = useLanguage();
  const label = t(hand.raised ? 'room.lowerHand' : 'watch.askForStage');
  return (
    <Button
      variant={hand.raised ? 'contained' : 'outlined'}
      aria-label={label}
      aria-pressed={hand.raised}
      title={label}
      onClick={hand.toggle}
      sx={{ height: 44, minWidth: 44, px: { xs: 1.25, sm: 2 }, borderRadius: 22, gap: 1, flexShrink: 0 }}
    >
      <Icon name="hand" size={20} />
      <Box component="span" sx={{ display: { xs: 'none', md: 'inline' } }}>
        {label}
      </Box>
    </Button>
  );
}
