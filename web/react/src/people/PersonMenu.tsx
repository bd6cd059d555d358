import { IconButton, Menu, MenuItem } from '@mui/material';
import { assertNever, roleName, type Person, type PersonAction, type Translate } from '@rostra/core';
import { useState } from 'react';
import { Icon } from '../components/Icon';
import { useLanguage } from '../i18n';

export interface PersonMenuProps {
  person: Person;
  actions: readonly PersonAction[];
  onAction: (action: PersonAction) => void;
}

/** What one may do to somebody; nothing where there is nothing. */
export function PersonMenu({ person, actions, onAction }: PersonMenuProps) {
  const { t } = useLanguage();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (actions.length === 0) return null;
  return (
    <>
      <IconButton
        size="small"
        aria-label={t('people.actions', { name: person.name })}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon name="more" size={20} />
      </IconButton>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {actions.map((action) => (
          <MenuItem
            key={`${action.do} ${'role' in action ? action.role : ''}`}
            onClick={() => {
              setAnchor(null);
              onAction(action);
            }}
            sx={action.do === 'remove' ? { color: 'error.main' } : {}}
          >
            {words(action, t)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

function words(action: PersonAction, t: Translate): string {
  switch (action.do) {
    case 'mute-audio':
      return t('people.muteMicrophone');
    case 'mute-video':
      return t('people.stopCamera');
    case 'ask-unmute':
      return t('people.askUnmute');
    case 'invite':
      return t('people.invite', { role: roleName(action.role, t) });
    case 'change-role':
      return t('people.changeRole', { role: roleName(action.role, t) });
    case 'lower-hand':
      return t('people.lowerHand');
    case 'remove':
      return t('people.remove');
    default:
      return assertNever(action);
  }
}
