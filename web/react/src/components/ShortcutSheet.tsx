import { Box } from '@mui/material';
import type { MessageKey } from '@rostra/core';
import { useLanguage } from '../i18n';
import { Sheet } from './Sheet';

export interface ShortcutSheetProps<S extends string> {
  keys: readonly (readonly [string, S])[];
  words: Readonly<Record<S, MessageKey>>;
  onClose: () => void;
}

/** Which key does what. */
export function ShortcutSheet<S extends string>({ keys, words, onClose }: ShortcutSheetProps<S>) {
  const { t } = useLanguage();
  return (
    <Sheet title={t('keys.title')} onClose={onClose}>
      <Box
        component="dl"
        sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: 2, rowGap: 1 }}
      >
        {keys.map(([key, shortcut]) => (
          <Box key={key} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ justifySelf: 'end' }}>
              <Box component="kbd" sx={{ px: 1, py: 0.25, border: 1, borderColor: 'divider', borderRadius: 0.75 }}>
                {key.length === 1 ? key.toUpperCase() : key}
              </Box>
            </Box>
            <Box component="dd" sx={{ m: 0 }}>
              {t(words[shortcut])}
            </Box>
          </Box>
        ))}
      </Box>
    </Sheet>
  );
}
