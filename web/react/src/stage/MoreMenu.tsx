import { Divider, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { Icon, type IconName } from '../components/Icon';
import { RoundButton } from '../components/RoundButton';
import { useLanguage } from '../i18n';

/** One entry of the menu; `null` stands for a line between two groups. */
export type MoreItem = {
  readonly icon: IconName;
  readonly label: string;
  readonly run: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
} | null;

/** What does not fit into the bar, or is done seldom. */
export function MoreMenu({ items }: { items: readonly MoreItem[] }) {
  const { t } = useLanguage();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <RoundButton
        icon="more"
        label={t('room.more')}
        menu={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      />
      <Menu
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'top', horizontal: 'center' }}
        transformOrigin={{ vertical: 'bottom', horizontal: 'center' }}
      >
        {items.map((item, index) =>
          item === null ? (
            <Divider key={index} component="li" />
          ) : (
            <MenuItem
              key={item.label}
              disabled={item.disabled ?? false}
              onClick={() => {
                setAnchor(null);
                item.run();
              }}
              sx={{ gap: 1.5, minHeight: 44, ...(item.danger && { color: 'error.main' }) }}
            >
              <Icon name={item.icon} size={20} />
              {item.label}
            </MenuItem>
          ),
        )}
      </Menu>
    </>
  );
}
