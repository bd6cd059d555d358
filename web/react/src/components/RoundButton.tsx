import { Badge, IconButton } from '@mui/material';
import type { MouseEvent } from 'react';
import { Icon, type IconName } from './Icon';

export interface RoundButtonProps {
  icon: IconName;
  label: string;
  onClick: (event: MouseEvent<HTMLElement>) => void;
  /** Given for a button that opens a menu: whether it is open. */
  menu?: boolean;
  /** Drawn filled: switched off in the sense of "muted", or open in the sense of "shown". */
  tone?: 'plain' | 'off' | 'open' | 'onPicture';
  pressed?: boolean;
  disabled?: boolean;
  count?: number;
}

/** A round icon button with its name as a title; `count` shows a badge when above zero. */
export function RoundButton(props: RoundButtonProps) {
  const { icon, label, onClick, menu, tone = 'plain', pressed, disabled, count = 0 } = props;
  return (
    <IconButton
      aria-label={label}
      title={label}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(menu === undefined ? {} : { 'aria-haspopup': 'menu' as const, 'aria-expanded': menu })}
      disabled={disabled ?? false}
      onClick={onClick}
      sx={{ width: 44, height: 44, ...tones[tone] }}
    >
      {count > 0 ? (
        <Badge badgeContent={count} max={99} color="primary">
          <Icon name={icon} />
        </Badge>
      ) : (
        <Icon name={icon} />
      )}
    </IconButton>
  );
}

const tones = {
  plain: { color: 'text.primary', bgcolor: 'action.hover', '&:hover': { bgcolor: 'action.selected' } },
  open: { color: 'primary.main', bgcolor: 'action.hover', '&:hover': { bgcolor: 'action.selected' } },
  off: { color: 'error.contrastText', bgcolor: 'error.main', '&:hover': { bgcolor: 'error.dark' } },
  onPicture: { color: '#fff', bgcolor: 'rgba(0, 0, 0, 0.6)', '&:hover': { bgcolor: 'rgba(0, 0, 0, 0.8)' } },
} as const;
