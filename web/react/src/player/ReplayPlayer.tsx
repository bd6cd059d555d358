import { Box } from '@mui/material';
import type { Replay } from '@rostra/core';
import Hls from 'hls.js';
import { useEffect, useRef, useState } from 'react';
import { RoundButton } from '../components/RoundButton';
import { useLanguage } from '../i18n';
import { playOrMute } from './mediaElement';

/** What was live, from its beginning, with the browser's own controls. */
export default function ReplayPlayer({ replay, onClose }: { replay: Replay; onClose: () => void }) {
  const { t } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    setFailed(false);
    const listeners = new AbortController();
    element.addEventListener('error', () => setFailed(true), { signal: listeners.signal });
    let hls: Hls | null = null;
    if (replay.kind === 'stream' && Hls.isSupported()) {
      hls = new Hls({ startPosition: 0, backBufferLength: 60 });
      hls.on(Hls.Events.ERROR, (_, { fatal }) => fatal && setFailed(true));
      hls.loadSource(replay.path);
      hls.attachMedia(element);
    } else {
      element.src = replay.path;
    }
    void playOrMute(element);
    return () => {
      listeners.abort();
      hls?.destroy();
      element.removeAttribute('src');
      element.load();
    };
  }, [replay]);
  return (
    <Box sx={{ position: 'absolute', inset: 0, bgcolor: '#000', color: '#fff' }}>
      <Box
        component="video"
        ref={video}
        controls
        playsInline
        aria-label={t('watch.replay')}
        data-testid="replay"
        sx={{ width: '100%', height: '100%', objectFit: 'contain' }}
      />
      <Box sx={{ position: 'absolute', top: 12, insetInlineEnd: 12 }}>
        <RoundButton icon="close" label={t('app.close')} onClick={onClose} tone="onPicture" />
      </Box>
      {failed && (
        <Box role="alert" sx={{ position: 'absolute', insetInline: 16, top: '40%', textAlign: 'center' }}>
          {t('watch.replayGone')}
        </Box>
      )}
    </Box>
  );
}
