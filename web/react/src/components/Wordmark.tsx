import { Box, Typography } from '@mui/material';

/** The mark, a speaker's platform with a point of light above it, and the name. */
export function Wordmark({ compact = false }: { compact?: boolean }) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
      <Box component="svg" viewBox="0 0 32 32" aria-hidden="true" sx={{ width: 28, height: 28, color: 'primary.main' }}>
        <path d="M3 18h26l-4 9H7z" fill="currentColor" />
        <circle cx="16" cy="9" r="5" fill="currentColor" />
      </Box>
      <Typography
        component="span"
        sx={{ fontWeight: 700, fontSize: '1.125rem', display: compact ? { xs: 'none', sm: 'inline' } : 'inline' }}
      >
        Rostra
      </Typography>
    </Box>
  );
}
