import { Box, Button, Drawer, IconButton } from '@mui/material';
import { placePath, sections, type Section } from '@rostra/core/dashboard';
import { LanguageSwitch, Wordmark } from '@rostra/react';
import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { useDashboard } from './context';
import { useText } from './useText';

/** The dashboard around a page: the menu at the side, behind a button on a phone. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useText();
  const { place, logOut } = useDashboard();
  const [open, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const title = t(`nav.${place.section}`);
  useEffect(() => {
    document.title = `${title} · Rostra`;
  }, [title]);

  const shown = useRef(place);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    // Where the page changes, so does what the keyboard is on.
    main.current?.focus();
  }, [place]);

  const chosen = () => setOpen(false);
  const menu = (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2, p: 2, height: '100%' }}>
      <Wordmark />
      <Menu onChosen={chosen} />
      <Box sx={{ flex: 1 }} />
      <LanguageSwitch />
      <Button onClick={logOut} variant="outlined" color="inherit">
        {t('entrance.logOut')}
      </Button>
    </Box>
  );
  return (
    <Box sx={{ minHeight: '100dvh', display: { md: 'flex' } }}>
      <Box
        component="header"
        sx={{
          display: { xs: 'flex', md: 'none' },
          alignItems: 'center',
          gap: 1,
          px: 1.5,
          py: 1,
          borderBottom: 1,
          borderColor: 'divider',
        }}
      >
        <IconButton aria-label={t('nav.menu')} aria-expanded={open} onClick={() => setOpen(true)}>
          <MenuIcon />
        </IconButton>
        <Wordmark />
      </Box>
      <Drawer open={open} onClose={() => setOpen(false)} slotProps={{ paper: { sx: { width: '15rem' } } }}>
        {menu}
      </Drawer>
      <Box
        component="header"
        sx={{
          display: { xs: 'none', md: 'block' },
          width: '13.75rem',
          flexShrink: 0,
          position: 'sticky',
          top: 0,
          height: '100dvh',
          borderRight: 1,
          borderColor: 'divider',
          bgcolor: 'background.paper',
          overflowY: 'auto',
        }}
      >
        {menu}
      </Box>
      <Box
        component="main"
        ref={main}
        tabIndex={-1}
        sx={{ flex: 1, minWidth: 0, p: { xs: 2, sm: 3 }, maxWidth: '72.5rem', '&:focus-visible': { outline: 'none' } }}
      >
        {children}
      </Box>
    </Box>
  );
}

function Menu({ onChosen }: { onChosen: () => void }) {
  const { t } = useText();
  return (
    <Box component="nav" aria-label={t('nav.dashboard')}>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 0.25 }}>
        {sections.map((section) => (
          <li key={section}>
            <MenuLink section={section} onChosen={onChosen} />
          </li>
        ))}
      </Box>
    </Box>
  );
}

function MenuLink({ section, onChosen }: { section: Section; onChosen: () => void }) {
  const { t } = useText();
  const { place, go } = useDashboard();
  const current = place.section === section;
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go({ section });
    onChosen();
  };
  return (
    <Box
      component="a"
      href={placePath({ section })}
      onClick={follow}
      aria-current={current ? 'page' : undefined}
      sx={{
        display: 'block',
        px: 1.25,
        py: 0.875,
        borderRadius: 1,
        color: current ? 'primary.main' : 'text.primary',
        fontWeight: current ? 650 : 500,
        textDecoration: 'none',
        bgcolor: current ? 'action.selected' : 'transparent',
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      {t(`nav.${section}`)}
    </Box>
  );
}

function MenuIcon() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" stroke="currentColor" strokeWidth="2" aria-hidden="true">
      <path d="M4 6h16 M4 12h16 M4 18h16" />
    </svg>
  );
}
