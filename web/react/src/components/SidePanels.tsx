import { Box, IconButton, Tab, Tabs } from '@mui/material';
import type { ReactNode } from 'react';
import type { SidePanel } from '../stage/ControlBar';
import { useLanguage } from '../i18n';
import { Icon } from './Icon';

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
  // Only the open panel exists, so only its tab can point to it.
  const controls = (name: SidePanel) => (name === panel ? { 'aria-controls': `panel-${name}` } : {});
  return (
    <Box sx={{ flex: 1, minHeight: 0, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', borderBottom: 1, borderColor: 'divider' }}>
        <Tabs
          value={panel}
          onChange={(_, next: SidePanel) => onPanel(next)}
          aria-label={`${t('room.chat')}, ${t('room.people')}`}
          sx={{ flex: 1, minWidth: 0 }}
        >
          <Tab value="chat" label={chatLabel} id="tab-chat" {...controls('chat')} />
          <Tab
            value="people"
            label={t('room.peopleCount', { count: peopleCount })}
            id="tab-people"
            {...controls('people')}
          />
          {polls && <Tab value="polls" label={t('polls.title')} id="tab-polls" {...controls('polls')} />}
        </Tabs>
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
