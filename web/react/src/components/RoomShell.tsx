import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { LanguageSwitch } from './LanguageSwitch';
import { Wordmark } from './Wordmark';

export interface RoomShellProps {
  roomName: string;
  badge: ReactNode;
  notices: ReactNode;
  /** Right end of the header. */
  headerEnd?: ReactNode;
  children: ReactNode;
}

/** Header and area of a room page; it fills the window and never scrolls as a whole. */
export function RoomShell({ roomName, badge, notices, headerEnd, children }: RoomShellProps) {
  return (
    <Box sx={{ height: '100dvh', display: 'flex', flexDirection: 'column', overflow: 'hidden' }}>
      <Box
        component="header"
        // On a phone a name and many badges are two lines.
        sx={{
          display: 'flex',
          flexWrap: { xs: 'wrap', sm: 'nowrap' },
          alignItems: 'center',
          columnGap: 1.5,
          rowGap: 0.5,
          px: { xs: 1.5, sm: 2 },
          py: 1,
          minHeight: 56,
        }}
      >
        <Wordmark compact />
        <Box
          component="h1"
          title={roomName}
          sx={{
            m: 0,
            fontSize: '0.9375rem',
            fontWeight: 500,
            color: 'text.secondary',
            overflow: 'hidden',
            textOverflow: 'ellipsis',
            whiteSpace: 'nowrap',
            minWidth: 0,
            flex: { xs: '1 1 7rem', sm: '0 1 auto' },
          }}
        >
          <bdi>{roomName}</bdi>
        </Box>
        <Box
          sx={{
            display: 'flex',
            alignItems: 'center',
            gap: 1.5,
            minWidth: 0,
            flexShrink: { xs: 1, sm: 0 },
            // With the time a stream is live there are too many for one line.
            '&:has([role="timer"])': { order: { xs: 1, sm: 0 } },
            '&:empty': { display: 'none' },
          }}
        >
          {badge}
        </Box>
        <Box sx={{ flex: 1, display: { xs: 'none', sm: 'block' } }} />
        <Box sx={{ display: { xs: 'none', sm: 'block' }, flexShrink: 0 }}>
          <LanguageSwitch />
        </Box>
        {headerEnd}
      </Box>
      <Box
        component="main"
        sx={{ flex: 1, minHeight: 0, position: 'relative', display: 'flex', flexDirection: 'column' }}
      >
        {notices}
        {children}
      </Box>
    </Box>
  );
}
