import { Box } from '@mui/material';
import { hueOf, initials } from '@rostra/core';

/** Initials on a colour of one's own. `size` is in CSS pixels. */
export function Avatar({ id, name, size }: { id: string; name: string; size: number }) {
  return (
    <Box
      aria-hidden="true"
      sx={{
        width: size,
        height: size,
        flexShrink: 0,
        borderRadius: '50%',
        display: 'grid',
        placeItems: 'center',
        overflow: 'hidden',
        color: '#fff',
        fontWeight: 600,
        fontSize: size * 0.4,
        lineHeight: 1,
        background: `hsl(${hueOf(id)} 42% 36%)`,
      }}
    >
      {initials(name)}
    </Box>
  );
}
