import { Box, NativeSelect } from '@mui/material';
import { slowModes } from '@rostra/core';
import { useLanguage } from '../i18n';

/** How long everybody but hosts waits between two messages. */
export function SlowModeChoice({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
  const { t } = useLanguage();
  const choices = [...new Set([...slowModes, seconds])].sort((a, b) => a - b);
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 0.5,
        px: 1.5,
        py: 0.5,
        fontSize: '0.8125rem',
        color: 'text.secondary',
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <label htmlFor="slow-mode">{t('chat.slowMode')}</label>
      <NativeSelect
        id="slow-mode"
        disableUnderline
        value={seconds}
        onChange={(event) => onChange(Number(event.target.value))}
        sx={{ fontSize: 'inherit', '& select': { pl: 0.75, borderRadius: 1 } }}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice === 0 ? t('chat.slowModeOff') : t('chat.slowModeEvery', { seconds: choice })}
          </option>
        ))}
      </NativeSelect>
    </Box>
  );
}
