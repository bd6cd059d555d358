import { Box, IconButton, Typography } from '@mui/material';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useLanguage } from '../i18n';
import { Icon } from './Icon';

export interface SheetProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog over the page, by the browser's own element: it keeps the focus inside and closes on Escape. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const { t } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <Box
      component="dialog"
      ref={dialog}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      sx={{
        m: 'auto',
        p: 0,
        width: 'min(640px, calc(100vw - 32px))',
        maxHeight: 'calc(100dvh - 32px)',
        border: 1,
        borderColor: 'divider',
        borderRadius: 2,
        bgcolor: 'background.paper',
        color: 'text.primary',
        '&::backdrop': { backgroundColor: 'rgba(0, 0, 0, 0.5)' },
      }}
    >
      <Box sx={{ p: { xs: 2, sm: 3 }, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
          <Typography id={heading} variant="h2" sx={{ flex: 1 }}>
            {title}
          </Typography>
          <IconButton aria-label={t('app.close')} onClick={onClose}>
            <Icon name="close" size={20} />
          </IconButton>
        </Box>
        {children}
      </Box>
    </Box>
  );
}
