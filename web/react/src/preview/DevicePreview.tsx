import { Box, Button, CircularProgress, MenuItem, TextField, Typography } from '@mui/material';
import { previewWords, type Problem } from '@rostra/core';
import { useEffect, useRef } from 'react';
import { RoundButton } from '../components/RoundButton';
import { useLanguage } from '../i18n';
import { picture } from '../theme';
import { LevelMeter } from './LevelMeter';
import { useDeviceList } from './useDeviceList';
import { usePreview, type DeviceChoice } from './usePreview';

export interface DevicePreviewProps {
  choice: DeviceChoice;
  onChoice: (change: Partial<DeviceChoice>) => void;
  disabled: boolean;
}

/** How one will be seen and heard, and with which devices; trouble is explained, and never keeps anybody out. */
export default function DevicePreview({ choice, onChoice, disabled }: DevicePreviewProps) {
  const { t } = useLanguage();
  const { stream, opening, problem, retry } = usePreview(choice);
  const { cameras, microphones } = useDeviceList(stream);
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 1.5, alignContent: 'start' }}>
      <Box
        sx={{
          position: 'relative',
          aspectRatio: '16 / 9',
          borderRadius: 2,
          overflow: 'hidden',
          bgcolor: picture.surface,
          color: picture.text,
          display: 'grid',
          placeItems: 'center',
          textAlign: 'center',
        }}
      >
        <PreviewVideo stream={stream} visible={choice.video} />
        {opening ? (
          <Box role="status" sx={{ display: 'grid', justifyItems: 'center', gap: 1.5, p: 2 }}>
            <CircularProgress color="inherit" size={28} aria-hidden="true" />
            {t('preview.opening')}
          </Box>
        ) : (
          !choice.video && <Box sx={{ p: 2 }}>{t('preview.cameraOff')}</Box>
        )}
        <Box
          sx={{ position: 'absolute', bottom: 12, insetInline: 0, display: 'flex', justifyContent: 'center', gap: 1.5 }}
        >
          <RoundButton
            icon={choice.audio ? 'microphone' : 'microphoneOff'}
            label={t(choice.audio ? 'room.muteMicrophone' : 'room.unmuteMicrophone')}
            tone={choice.audio ? 'onPicture' : 'off'}
            disabled={disabled}
            onClick={() => onChoice({ audio: !choice.audio })}
          />
          <RoundButton
            icon={choice.video ? 'camera' : 'cameraOff'}
            label={t(choice.video ? 'room.stopCamera' : 'room.startCamera')}
            tone={choice.video ? 'onPicture' : 'off'}
            disabled={disabled}
            onClick={() => onChoice({ video: !choice.video })}
          />
        </Box>
      </Box>
      <Box aria-live="polite" sx={{ '&:empty': { display: 'none' } }}>
        {problem && <PreviewProblem problem={problem} onRetry={retry} />}
      </Box>
      {choice.audio && <LevelMeter stream={stream} />}
      <Box
        sx={{
          mt: 0.5,
          display: 'grid',
          gap: 1.5,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))' },
        }}
      >
        <DevicePicker
          label={t('preview.microphone')}
          devices={microphones}
          value={choice.microphoneId}
          disabled={disabled}
          onValue={(microphoneId) => onChoice({ microphoneId })}
        />
        <DevicePicker
          label={t('preview.camera')}
          devices={cameras}
          value={choice.cameraId}
          disabled={disabled}
          onValue={(cameraId) => onChoice({ cameraId })}
        />
      </Box>
    </Box>
  );
}

function PreviewVideo({ stream, visible }: { stream: MediaStream | null; visible: boolean }) {
  const { t } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const shown = visible && (stream?.getVideoTracks().length ?? 0) > 0;
  useEffect(() => {
    if (video.current) video.current.srcObject = shown ? stream : null;
  }, [stream, shown]);
  return (
    <Box
      component="video"
      ref={video}
      autoPlay
      muted
      playsInline
      aria-label={t('preview.picture')}
      sx={{
        position: 'absolute',
        inset: 0,
        width: '100%',
        height: '100%',
        objectFit: 'cover',
        transform: 'scaleX(-1)',
        visibility: shown ? 'visible' : 'hidden',
      }}
    />
  );
}

function PreviewProblem({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const { t } = useLanguage();
  const { title, advice } = previewWords(problem, t);
  return (
    <Box
      data-problem={problem.kind}
      sx={{ p: 1.5, border: 1, borderColor: 'warning.main', borderRadius: 1.25, fontSize: '0.9375rem' }}
    >
      <Typography sx={{ fontWeight: 600 }}>{title}</Typography>
      <Typography sx={{ fontSize: 'inherit' }}>
        {advice} {t('preview.joinWithout')}
      </Typography>
      <Button size="small" variant="outlined" sx={{ mt: 1 }} onClick={onRetry}>
        {t('app.retry')}
      </Button>
    </Box>
  );
}

interface DevicePickerProps {
  label: string;
  devices: readonly MediaDeviceInfo[];
  value: string;
  disabled: boolean;
  onValue: (id: string) => void;
}

function DevicePicker({ label, devices, value, disabled, onValue }: DevicePickerProps) {
  if (devices.length === 0) return null;
  const known = devices.some(({ deviceId }) => deviceId === value);
  return (
    <TextField
      select
      size="small"
      label={label}
      value={known ? value : (devices[0]?.deviceId ?? '')}
      onChange={(event) => onValue(event.target.value)}
      disabled={disabled}
    >
      {devices.map((device) => (
        <MenuItem key={device.deviceId} value={device.deviceId}>
          {device.label}
        </MenuItem>
      ))}
    </TextField>
  );
}
