import { createTheme } from '@mui/material/styles';

/** Light and dark follow the system unless the dashboard's settings say otherwise; all colours of the app are named here. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-theme' },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: '#0b6a5d', contrastText: '#ffffff' },
        error: { main: '#c3272b' },
        warning: { main: '#8a5a00' },
        background: { default: '#f5f6f4', paper: '#ffffff' },
        text: { primary: '#17201d', secondary: '#55605c' },
        divider: '#dde2df',
      },
    },
    dark: {
      palette: {
        primary: { main: '#6fd3bf', contrastText: '#06251f' },
        error: { main: '#ef6b66', contrastText: '#2a0606' },
        warning: { main: '#e9b44c' },
        background: { default: '#121615', paper: '#1a201e' },
        text: { primary: '#e8edeb', secondary: '#a3afab' },
        divider: '#2d3633',
      },
    },
  },
  shape: { borderRadius: 10 },
  typography: {
    fontFamily:
      'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
    button: { textTransform: 'none', fontWeight: 600 },
    h1: { fontSize: '1.75rem', fontWeight: 650, letterSpacing: '-0.01em' },
    h2: { fontSize: '1.125rem', fontWeight: 650 },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        'html, body, #root': { height: '100%' },
        // Seen from as far as a screen that large.
        html: {
          '@media (min-width: 2400px)': { fontSize: '125%' },
          '@media (min-width: 3200px)': { fontSize: '150%' },
        },
        ':focus-visible': { outline: '2px solid var(--mui-palette-primary-main)', outlineOffset: 2 },
        '@media (prefers-reduced-motion: reduce)': {
          '*, ::before, ::after': { animationDuration: '0.01ms !important', transitionDuration: '0.01ms !important' },
        },
      },
    },
    MuiButtonBase: {
      defaultProps: { disableRipple: true },
      styleOverrides: {
        // Of a switch or a radio button the focus has an input that is not seen.
        root: { '&.Mui-focusVisible': { outline: '2px solid var(--mui-palette-primary-main)', outlineOffset: 2 } },
      },
    },
    MuiButton: { defaultProps: { disableElevation: true } },
    MuiAlert: { styleOverrides: { message: { overflowWrap: 'anywhere', minWidth: 0 } } },
  },
});

/** Colours of surfaces that carry pictures; they stay dark in both schemes. */
export const picture = { background: '#0c0f0e', surface: '#252c2a', text: '#ffffff' } as const;

/** Where an emoji stands alone: else a font of text may draw it, black and small. */
export const EMOJI_FONT = '"Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif';

export const LIVE_RED = '#d3222a';
