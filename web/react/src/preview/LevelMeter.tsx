import { Box } from '@mui/material';
import { fallingLevel, meterLevel } from '@rostra/core';
import { useEffect, useRef } from 'react';
import { useLanguage } from '../i18n';

const INTERVAL = 80;

/** A bar that follows the microphone. It is drawn past React: it changes a dozen times a second. */
export function LevelMeter({ stream }: { stream: MediaStream | null }) {
  const { t } = useLanguage();
  const bar = useRef<HTMLDivElement>(null);
  const audioTrack = stream?.getAudioTracks()[0];
  useEffect(() => {
    if (audioTrack === undefined) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(new MediaStream([audioTrack])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let level = 0;
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      level = fallingLevel(level, meterLevel(samples));
      if (bar.current) {
        bar.current.style.transform = `scaleX(${level.toFixed(2)})`;
        bar.current.parentElement?.setAttribute('aria-valuenow', String(Math.round(level * 100)));
      }
    }, INTERVAL);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [audioTrack]);
  return (
    <Box
      role="meter"
      aria-label={t('preview.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      sx={{ height: 8, borderRadius: 4, bgcolor: 'action.selected', overflow: 'hidden' }}
    >
      <Box
        ref={bar}
        sx={{
          height: 1,
          bgcolor: 'primary.main',
          transform: 'scaleX(0)',
          transformOrigin: 'left',
        }}
      />
    </Box>
  );
}
