import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import type { SidePanel } from './ControlBar';

export interface StudioLayoutProps {
  stage: ReactNode;
  panel: SidePanel;
  side: ReactNode;
  controls: ReactNode;
}

/** Stage left, panel right, controls below; on a narrow window the open panel covers the stage. */
export function StudioLayout({ stage, panel, side, controls }: StudioLayoutProps) {
  return (
    <>
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex', position: 'relative', px: { xs: 1, sm: 2 }, gap: 2 }}>
        {stage}
        {panel !== null && (
          <Box
            component="aside"
            sx={{
              display: 'flex',
              bgcolor: 'background.paper',
              border: 1,
              borderColor: 'divider',
              borderRadius: 1.5,
              overflow: 'hidden',
              position: { xs: 'absolute', md: 'static' },
              inset: { xs: '0 8px', md: 'auto' },
              width: { xs: 'auto', md: '22.5rem' },
              zIndex: 2,
            }}
          >
            {side}
          </Box>
        )}
      </Box>
      {controls}
    </>
  );
}
