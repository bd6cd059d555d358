import { Box } from '@mui/material';
import type { KeyboardEvent } from 'react';

export interface TabListProps<T extends string> {
  label: string;
  tabs: readonly { readonly name: T; readonly label: string }[];
  /** Whose panel is there; it has the id `panel-<name>`, and is labelled by `tab-<name>`. */
  chosen: T;
  onChoose: (name: T) => void;
}

/** Tabs by arrow keys or by click. MUI's own weigh more than the rest of the chat, for scrolling that few tabs do not need. */
export function TabList<T extends string>({ label, tabs, chosen, onChoose }: TabListProps<T>) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.findIndex(({ name }) => name === chosen);
    const next =
      event.key === 'Home' ? tabs[0] : event.key === 'End' ? tabs.at(-1) : step && tabs.at((at + step) % tabs.length);
    if (!next) return;
    event.preventDefault();
    onChoose(next.name);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  };
  return (
    <Box
      role="tablist"
      aria-label={label}
      onKeyDown={onKeyDown}
      sx={{ flex: 1, minWidth: 0, display: 'flex', overflowX: 'auto' }}
    >
      {tabs.map(({ name, label: text }) => (
        <Box
          key={name}
          component="button"
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === chosen}
          // Only the chosen panel exists, so only its tab can point to it.
          {...(name === chosen ? { 'aria-controls': `panel-${name}` } : {})}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => onChoose(name)}
          sx={{
            flexShrink: 0,
            minHeight: 48,
            px: 2,
            border: 0,
            borderBottom: '2px solid',
            borderColor: name === chosen ? 'primary.main' : 'transparent',
            bgcolor: 'transparent',
            color: name === chosen ? 'primary.main' : 'text.secondary',
            font: 'inherit',
            fontSize: '0.875rem',
            fontWeight: 600,
            cursor: 'pointer',
            '&:hover': { color: name === chosen ? 'primary.main' : 'text.primary' },
            '&:focus-visible': { outlineOffset: -3 },
          }}
        >
          {text}
        </Box>
      ))}
    </Box>
  );
}
