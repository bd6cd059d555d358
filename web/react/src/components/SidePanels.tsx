import { Box, IconButton } from '@mui/material';
import type { ReactNode } from 'react';
import type { SidePanel } from '../stage/ControlBar';
import { useLanguage } from '../i18n';
import { Icon } from './Icon';
import { TabList } from './TabList';

export interface SidePanelsProps {
  panel: Exclude<SidePanel, null>;
  onPanel: (panel: SidePanel) => void;
  /** Absent where the panel cannot be closed. */
  closable?: boolean;
  peopleCount: number;
  unread: number;
  chat: ReactNode;
  people: ReactNode;
  /** Absent for roles that do not see polls. */
  polls?: ReactNode;
  /** Below whichever is open. */
  footer?: ReactNode;
}

/** Chat, people and polls behind tabs. */
export function SidePanels(props: SidePanelsProps) {
  const { panel, onPanel, closable = false, peopleCount, unread, chat, people, polls, footer } = props;
  const { t } = useLanguage();
  const chatLabel = panel === 'chat' || unread === 0 ? t('room.chat') : `${t('room.chat')} (${unread})`;
  return (
    <Box sx={{ flex: 1, minHeight: 0, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', borderBottom: 1, borderColor: 'divider' }}>
        <TabList
          label={`${t('room.chat')}, ${t('room.people')}`}
          tabs={[
            { name: 'chat', label: chatLabel },
            { name: 'people', label: t('room.peopleCount', { count: peopleCount }) },
            ...(polls ? [{ name: 'polls', label: t('polls.title') } as const] : []),
          ]}
          chosen={panel}
          onChoose={onPanel}
        />
        {closable && (
          <IconButton aria-label={t('app.close')} onClick={() => onPanel(null)} sx={{ mr: 0.5 }}>
            <Icon name="close" size={20} />
          </IconButton>
        )}
      </Box>
      <Box
        role="tabpanel"
        id={`panel-${panel}`}
        aria-labelledby={`tab-${panel}`}
        sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}
      >
        {panel === 'chat' ? chat : panel === 'polls' ? polls : people}
      </Box>
      {footer}
    </Box>
  );
}
