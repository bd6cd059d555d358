import { Box, InputBase, Popover, Typography } from '@mui/material';
import { findEmojis, gridStep } from '@rostra/core/emoji';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useLanguage } from '../i18n';
import { EMOJI_FONT } from '../theme';

const COLUMNS = 8;

export interface EmojiPickerProps {
  anchor: HTMLElement;
  onPick: (emoji: string) => void;
  onClose: () => void;
}

/** A small set of emoji to write with: found by name, walked by arrow keys. A chunk of its own. */
export default function EmojiPicker({ anchor, onPick, onClose }: EmojiPickerProps) {
  const { language, t } = useLanguage();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const found = findEmojis(words, language);
  const current = Math.min(at, found.length - 1);

  const goTo = (index: number) => {
    setAt(index);
    grid.current?.querySelectorAll('button')[index]?.focus();
  };
  const onGridKey = (event: KeyboardEvent) => {
    const to = gridStep(current, event.key, found.length, COLUMNS);
    if (to === current) return;
    event.preventDefault();
    goTo(to);
  };
  const onSearchKey = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      goTo(0);
    } else if (event.key === 'Enter' && found[0]) {
      event.preventDefault();
      onPick(found[0].emoji);
    }
  };

  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      disableRestoreFocus
      anchorOrigin={{ vertical: 'top', horizontal: 'left' }}
      transformOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      slotProps={{ paper: { role: 'dialog', 'aria-label': t('emoji.title'), sx: { p: 1, width: 336 } } }}
    >
      <InputBase
        autoFocus
        fullWidth
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={onSearchKey}
        placeholder={t('people.search')}
        inputProps={{ 'aria-label': t('people.search'), maxLength: 40 }}
        sx={{ px: 1.25, py: 0.5, mb: 1, bgcolor: 'action.hover', borderRadius: 1.5, fontSize: '0.9375rem' }}
      />
      {found.length === 0 && (
        <Typography role="status" sx={{ px: 1.25, py: 2, color: 'text.secondary', fontSize: '0.875rem' }}>
          {t('emoji.none')}
        </Typography>
      )}
      <Box
        ref={grid}
        role="group"
        aria-label={t('emoji.title')}
        onKeyDown={onGridKey}
        sx={{ display: 'grid', gridTemplateColumns: `repeat(${COLUMNS}, 1fr)`, maxHeight: 240, overflowY: 'auto' }}
      >
        {found.map(({ emoji, name }, index) => (
          <Box
            key={emoji}
            component="button"
            type="button"
            tabIndex={index === current ? 0 : -1}
            aria-label={name[language]}
            title={name[language]}
            onFocus={() => setAt(index)}
            onClick={() => onPick(emoji)}
            sx={{
              height: 40,
              border: 0,
              borderRadius: 1,
              bgcolor: 'transparent',
              fontFamily: EMOJI_FONT,
              fontSize: '1.375rem',
              lineHeight: 1,
              cursor: 'pointer',
              '&:hover': { bgcolor: 'action.hover' },
              '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: -2 },
            }}
          >
            {emoji}
          </Box>
        ))}
      </Box>
    </Popover>
  );
}
