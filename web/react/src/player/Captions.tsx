import { Box } from '@mui/material';
import type { CaptionLine } from '@rostra/core';
import { useEffect, useRef, useState } from 'react';

/** Words over the picture, as late as the picture is. `delay` in seconds. */
export function Captions({ lines, delay }: { lines: readonly CaptionLine[]; delay: number }) {
  const [shown, setShown] = useState<readonly CaptionLine[]>([]);
  const late = useRef(delay);
  late.current = delay;
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setShown(lines);
    }, late.current * 1000);
    timers.current.add(timer);
  }, [lines]);
  useEffect(() => {
    const pending = timers.current;
    return () => pending.forEach(clearTimeout);
  }, []);
  return (
    <Box
      data-testid="captions"
      sx={{
        position: 'absolute',
        insetInline: '6%',
        bottom: 64,
        display: 'grid',
        justifyItems: 'center',
        gap: 0.5,
        pointerEvents: 'none',
        color: '#fff',
        fontSize: { xs: '0.9375rem', md: '1.25rem' },
        lineHeight: 1.35,
        textAlign: 'center',
      }}
    >
      {shown.map(({ peerId, text }) => (
        <Box key={peerId} dir="auto" sx={{ px: 1, borderRadius: 0.5, bgcolor: 'rgba(0, 0, 0, 0.75)' }}>
          {text}
        </Box>
      ))}
    </Box>
  );
}
