import {
  Alert,
  Box,
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Link,
  Paper,
  Typography,
} from '@mui/material';
import { placePath, type Place, type Progress, type Trouble } from '@rostra/core/dashboard';
import { useId, type MouseEvent, type ReactNode } from 'react';
import { useDashboard } from './context';
import { useText } from './useText';

/** A page's heading with what can be done on it. */
export function PageTitle({ title, back, children }: { title: string; back?: Place; children?: ReactNode }) {
  const { t } = useText();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5, mb: 2.5 }}>
      <Box sx={{ flex: '1 1 200px', minWidth: 0 }}>
        {back !== undefined && <PlaceLink place={back}>{`← ${t(`nav.${back.section}`)}`}</PlaceLink>}
        <Typography variant="h1" dir="auto" sx={{ overflowWrap: 'anywhere' }}>
          {title}
        </Typography>
      </Box>
      {children}
    </Box>
  );
}

/** A box with a heading of its own. */
export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-labelledby={id}
      sx={{ p: { xs: 2, sm: 2.5 }, mb: 2, minWidth: 0, '&:last-child': { mb: 0 } }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mb: 1.5 }}>
        <Typography id={id} variant="h2" sx={{ flex: 1, minWidth: 0 }}>
          {title}
        </Typography>
        {action}
      </Box>
      {children}
    </Paper>
  );
}

/** A link inside the dashboard: a real address, without loading the page anew. */
export function PlaceLink({ place, children, current }: { place: Place; children: ReactNode; current?: boolean }) {
  const { go } = useDashboard();
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(place);
  };
  return (
    <Link
      href={placePath(place)}
      onClick={follow}
      {...(current === true ? { 'aria-current': 'page' as const } : {})}
      dir="auto"
      sx={{ overflowWrap: 'anywhere' }}
    >
      {children}
    </Link>
  );
}

/** What went wrong, in the reader's words, with the server's below. */
export function TroubleAlert({ trouble, retry }: { trouble: Trouble | null; retry?: () => void }) {
  const { t } = useText();
  if (trouble === null) return null;
  return (
    <Alert
      severity="error"
      sx={{ mb: 2 }}
      action={
        retry !== undefined && (
          <Button color="inherit" size="small" onClick={retry}>
            {t('action.retry')}
          </Button>
        )
      }
    >
      {t(`trouble.${trouble.kind}`)}
      {trouble.detail !== '' && <Box sx={{ fontSize: '0.8125rem', mt: 0.5 }}>{trouble.detail}</Box>}
    </Alert>
  );
}

/** Stands where a list would, before it is there or when it is empty. */
export function Blank({ children }: { children: ReactNode }) {
  return (
    <Typography role="status" sx={{ color: 'text.secondary', py: 1 }}>
      {children}
    </Typography>
  );
}

const TONES = { running: 'primary', done: 'default', failed: 'error' } as const;

/** `label` where a word of its own says it better. */
export function ProgressChip({ progress, label }: { progress: Progress; label?: string }) {
  const { t } = useText();
  return <Chip size="small" variant="outlined" color={TONES[progress]} label={label ?? t(`progress.${progress}`)} />;
}

export interface ConfirmProps {
  title: string;
  text: string;
  action: string;
  busy: boolean;
  trouble: Trouble | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, text, action, busy, trouble, onConfirm, onClose }: ConfirmProps) {
  const { t } = useText();
  const id = useId();
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="xs" fullWidth>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <TroubleAlert trouble={trouble} />
        <Typography>{text}</Typography>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button variant="contained" color="error" disabled={busy} onClick={onConfirm} autoFocus>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Rows of a list that are cards on a phone: a grid of `columns` from `sm` on. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box component="ul" aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {children}
    </Box>
  );
}

export function Row({ columns, children }: { columns: string; children: ReactNode }) {
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: columns },
        alignItems: 'center',
        columnGap: 2,
        rowGap: 0.75,
        py: 1.25,
        borderTop: 1,
        borderColor: 'divider',
        '&:first-of-type': { borderTop: 0 },
        '& > button': { justifySelf: { xs: 'start', sm: 'end' } },
      }}
    >
      {children}
    </Box>
  );
}

export function Quiet({ children }: { children: ReactNode }) {
  return (
    <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', minWidth: 0, overflowWrap: 'anywhere' }}>{children}</Box>
  );
}
