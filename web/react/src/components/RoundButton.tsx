import { Badge, IconButton, Tooltip } from '@mui/material';
import { Icon, type IconName } from './Icon';

export interface RoundButtonProps {
  icon: IconName;
  label: string;
  onClick: () => void;
  /** Drawn filled: switched off in the sense of "muted", or open in the sense of "shown". */
  tone?: 'plain' | 'off' | 'open';
  pressed?: boolean;
  disabled?: boolean;
  count?: number;
}

/** A round icon button with its name as a tooltip; `count` shows a badge when above zero. */
export function RoundButton({ icon, label, onClick, tone = 'plain', pressed, disabled, count = 0 }: RoundButtonProps) {
  return (
    <Tooltip title={label} enterDelay={500}>
      <span>
        <IconButton
          aria-label={label}
          {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
          disabled={disabled ?? false}
          onClick={onClick}
          sx={{
            width: 44,
            height: 44,
            color: tone === 'off' ? 'error.contrastText' : tone === 'open' ? 'primary.main' : 'text.primary',
            bgcolor: tone === 'off' ? 'error.main' : 'action.hover',
            '&:hover': { bgcolor: tone === 'off' ? 'error.dark' : 'action.selected' },
          }}
        >
          <Badge badgeContent={count} max={99} color="primary">
            <Icon name={icon} />
          </Badge>
        </IconButton>
      </span>
    </Tooltip>
  );
}
