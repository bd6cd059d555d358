import { Box, Button } from '@mui/material';
import { useState, type RefObject } from 'react';
import { useDashboard } from './context';
import { Quiet, TroubleAlert } from './parts';
import { useAction } from './useAction';
import { useText } from './useText';

interface ClipMakerProps {
  recordingId: string;
  /** Of the recording. Its place says where a clip begins and ends. */
  player: RefObject<HTMLVideoElement | null>;
  /** A clip is among the recordings now. */
  onMade: () => void;
}

/** Cuts a part out of a recording: play to where it begins, say so, play to where it ends, say so. */
export function ClipMaker({ recordingId, player, onMade }: ClipMakerProps) {
  const { t } = useText();
  const { call } = useDashboard();
  const action = useAction();
  const [start, setStart] = useState<number | null>(null);
  const [end, setEnd] = useState<number | null>(null);
  const [made, setMade] = useState(false);
  const place = () => player.current?.currentTime ?? 0;
  const fits = start !== null && end !== null && end > start;

  const begin = () => {
    const now = place();
    setStart(now);
    setMade(false);
    if (end !== null && end <= now) setEnd(null);
  };
  const make = () =>
    void action.run(
      () => call('POST', `/v2/recording-assets/${encodeURIComponent(recordingId)}/clips`, { start, end }),
      () => {
        setMade(true);
        onMade();
      },
    );
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Button size="small" variant="outlined" onClick={begin}>
          {t('clip.from', { time: clock(start) })}
        </Button>
        <Button size="small" variant="outlined" disabled={start === null} onClick={() => setEnd(place())}>
          {t('clip.to', { time: clock(end) })}
        </Button>
        <Button size="small" variant="contained" disabled={!fits || action.busy} onClick={make}>
          {t('clip.make')}
        </Button>
        <Box role="status">{made && <Quiet>{t('clip.made')}</Quiet>}</Box>
      </Box>
      {end !== null && !fits && <Quiet>{t('clip.order')}</Quiet>}
      <TroubleAlert trouble={action.trouble} />
    </Box>
  );
}

/** As players show it: 1:02:03.4; a dash for nothing. */
function clock(seconds: number | null): string {
  if (seconds === null) return '–';
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = (seconds - 60 * Math.floor(whole / 60)).toFixed(1).padStart(4, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
