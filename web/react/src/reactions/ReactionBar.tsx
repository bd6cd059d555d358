import { Box, IconButton } from '@mui/material';
import { reactions, type ReactionId } from '@rostra/core';
import { useLanguage } from '../i18n';
import { EMOJI_FONT } from '../theme';

/** What the audience says without words. */
export function ReactionBar({ onReact }: { onReact: (id: ReactionId) => void }) {
  const { t } = useLanguage();
  return (
    <Box
      role="group"
      aria-label={t('reactions.title')}
      sx={{ display: 'flex', justifyContent: 'space-around', px: 1, borderTop: 1, borderColor: 'divider' }}
    >
      {reactions.map(({ id, emoji }) => (
        <IconButton
          key={id}
          aria-label={t(`reactions.${id}`)}
          title={t(`reactions.${id}`)}
          onClick={() => onReact(id)}
          sx={{
            width: 44,
            height: 40,
            fontFamily: EMOJI_FONT,
            fontSize: '1.25rem',
            lineHeight: 1,
            color: 'text.primary',
            '&:active': { transform: 'scale(1.25)' },
          }}
        >
          <span aria-hidden="true">{emoji}</span>
        </IconButton>
      ))}
    </Box>
  );
}
