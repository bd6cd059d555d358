import { Box } from '@mui/material';
import { useMemo } from 'react';
import { encode } from 'uqr';

/** A link as a picture for a phone's camera; dark on light in both schemes, as readers expect. */
export function QrCode({ text, label, size = 132 }: { text: string; label: string; size?: number }) {
  const { modules, path } = useMemo(() => drawn(text), [text]);
  return (
    <Box
      component="svg"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${modules} ${modules}`}
      shapeRendering="crispEdges"
      sx={{ width: size, height: size, flexShrink: 0, borderRadius: 1, bgcolor: '#fff', color: '#000' }}
    >
      <path d={path} fill="currentColor" />
    </Box>
  );
}

function drawn(text: string): { modules: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const rows = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join(''));
  return { modules: size, path: rows.join('') };
}
