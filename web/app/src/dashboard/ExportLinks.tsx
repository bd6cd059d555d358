import { Box, Button, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { Quiet, Section } from './parts';
import { useText } from './useText';

/** What the server API has to take away, the most asked for first. */
const KINDS = ['sessions', 'peers', 'live-streams', 'join-failures', 'quality', 'recordings'] as const;

/** What is remembered, for spreadsheets and other programs. */
export function ExportLinks() {
  const { t } = useText();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('sessions');
  return (
    <Section title={t('export.title')}>
      <Quiet>{t('export.hint')}</Quiet>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', mt: 1.5 }}>
        <TextField
          select
          size="small"
          label={t('export.what')}
          value={kind}
          onChange={(event) => setKind(event.target.value as typeof kind)}
          sx={{ minWidth: 200 }}
        >
          {KINDS.map((each) => (
            <MenuItem key={each} value={each}>
              {t(`export.${each}`)}
            </MenuItem>
          ))}
        </TextField>
        {(['csv', 'json'] as const).map((format) => (
          <Button
            key={format}
            variant="outlined"
            href={`/v2/exports/${kind}?format=${format}`}
            download={`${kind}.${format}`}
          >
            {format.toUpperCase()}
          </Button>
        ))}
      </Box>
    </Section>
  );
}
