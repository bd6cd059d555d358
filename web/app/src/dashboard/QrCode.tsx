import { Box } from '@mui/material';
import qrcode from 'qrcode-generator';
import { useMemo } from 'react';

/** Modules of white around the code that readers need (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** A text as a QR code; black on white in both colour schemes, since many readers take no other. */
export function QrCode({ text, label, size = 200 }: { text: string; label: string; size?: number }) {
  const { path, side } = useMemo(() => draw(text), [text]);
  return (
    <Box
      component="svg"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      sx={{ width: size, maxWidth: '100%', height: 'auto', display: 'block', borderRadius: 1 }}
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </Box>
  );
}

function draw(text: string): { path: string; side: number } {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`;
    }
  }
  return { path, side: count + 2 * QUIET_ZONE };
}
