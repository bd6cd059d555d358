import { Box, keyframes } from '@mui/material';
import { useLanguage } from '../i18n';

const turn = keyframes`to { transform: rotate(1turn); }`;
const appear = keyframes`from { opacity: 0; } to { opacity: 1; }`;

/** A turning ring in the middle of what is still to come; not seen where that comes at once. */
export function Loading() {
  const { t } = useLanguage();
  return (
    <Box
      role="status"
      aria-label={t('app.loading')}
      sx={{
        minHeight: '100dvh',
        display: 'grid',
        placeItems: 'center',
        color: 'primary.main',
        animation: `${appear} 200ms 400ms both`,
      }}
    >
      <Box
        sx={{
          width: 36,
          height: 36,
          borderRadius: '50%',
          border: '3px solid',
          borderTopColor: 'transparent',
          animation: `${turn} 900ms linear infinite`,
        }}
      />
    </Box>
  );
}
