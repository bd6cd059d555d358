import { Box } from '@mui/material';
import type { ReactNode } from 'react';

/** Player left and chat right; on a narrow window the player above the chat. */
export function WatchLayout({ player, side }: { player: ReactNode; side: ReactNode }) {
  return (
    <Box
      sx={{
        flex: 1,
        minHeight: 0,
        display: 'flex',
        flexDirection: { xs: 'column', md: 'row' },
        gap: { xs: 0, md: 2 },
        px: { xs: 0, md: 2 },
        pb: { xs: 0, md: 2 },
      }}
    >
      <Box
        sx={{
          position: 'relative',
          bgcolor: '#000',
          overflow: 'hidden',
          borderRadius: { xs: 0, md: 1.5 },
          flex: { xs: '0 0 auto', md: 1 },
          minWidth: 0,
          width: { xs: '100%', md: 'auto' },
          aspectRatio: { xs: '16 / 9', md: 'auto' },
          maxHeight: { xs: '45dvh', md: 'none' },
        }}
      >
        {player}
      </Box>
      <Box
        component="aside"
        sx={{
          flex: { xs: 1, md: '0 0 22.5rem' },
          minHeight: 0,
          display: 'flex',
          bgcolor: 'background.paper',
          border: { xs: 0, md: 1 },
          borderColor: { md: 'divider' },
          borderRadius: { xs: 0, md: 1.5 },
          overflow: 'hidden',
        }}
      >
        {side}
      </Box>
    </Box>
  );
}
