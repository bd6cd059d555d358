import { Box, IconButton, Typography } from '@mui/material';
import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n';
import { Icon } from './Icon';

/** A value to copy: one line, or a block of code. */
export function CopyField({ label, value, block = false }: { label: string; value: string; block?: boolean }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    void copyText(value).then(setCopied);
  };
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="caption" component="div" sx={{ color: 'text.secondary', mb: 0.25 }}>
        {label}
      </Typography>
      <Box
        sx={{ display: 'flex', alignItems: 'flex-start', gap: 0.5, bgcolor: 'action.hover', borderRadius: 1, pl: 1.25 }}
      >
        <Box
          component="pre"
          tabIndex={block ? 0 : -1}
          aria-label={block ? label : undefined}
          sx={{
            flex: 1,
            minWidth: 0,
            m: 0,
            py: 1,
            fontFamily: 'ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace',
            fontSize: '0.8125rem',
            lineHeight: 1.5,
            ...(block ? { overflowX: 'auto' } : { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }),
          }}
        >
          {value}
        </Box>
        <IconButton
          size="small"
          aria-label={copied ? t('dev.copied') : t('dev.copyWhat', { what: label })}
          title={copied ? t('dev.copied') : t('dev.copy')}
          onClick={copy}
          sx={{ m: 0.375, color: copied ? 'primary.main' : 'text.secondary' }}
        >
          <Icon name={copied ? 'check' : 'copy'} size={18} />
        </IconButton>
      </Box>
    </Box>
  );
}

// The clipboard interface exists on secure pages only; elsewhere the old command still works.
async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
