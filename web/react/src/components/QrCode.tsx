import { Box } from '@mui/material';
import qrcode from 'qrcode-generator';
import { useMemo } from 'react';

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

/** The light border that readers need, in modules. */
const BORDER = 4;

function drawn(text: string): { modules: number; path: string } {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let y = 0; y < count; y++) {
    for (let x = 0; x < count; x++) {
      if (code.isDark(y, x)) path += `M${x + BORDER} ${y + BORDER}h1v1h-1z`;
    }
  }
  return { modules: count + 2 * BORDER, path };
}
