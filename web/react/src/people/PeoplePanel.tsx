import { Box, InputBase, Typography } from '@mui/material';
import { listed, roleName, type Person } from '@rostra/core';
import { useMemo, useState, type ReactNode } from 'react';
import { Avatar } from '../components/Avatar';
import { Icon } from '../components/Icon';
import { useLanguage } from '../i18n';

/** From this many people on there is a search field. */
const SEARCH_FROM = 8;

export interface PeoplePanelProps {
  people: readonly Person[];
  /** What may be done to somebody, at the end of their row. */
  renderActions?: (person: Person) => ReactNode;
}

/** Everyone in the room with name, role, and what they do. */
export function PeoplePanel({ people, renderActions }: PeoplePanelProps) {
  const { language, t } = useLanguage();
  const [search, setSearch] = useState('');
  const sorted = useMemo(() => listed(people, language), [people, language]);
  const wanted = search.trim().toLocaleLowerCase();
  const shown = sorted.filter((person) => person.name.toLocaleLowerCase().includes(wanted));
  return (
    <Box sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
      {people.length >= SEARCH_FROM && (
        <Box
          sx={{
            display: 'flex',
            alignItems: 'center',
            gap: 1,
            m: 1.5,
            mb: 0,
            px: 1.5,
            borderRadius: 1.5,
            bgcolor: 'action.hover',
          }}
        >
          <Icon name="search" size={18} />
          <InputBase
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            placeholder={t('people.search')}
            inputProps={{ 'aria-label': t('people.search'), type: 'search' }}
            sx={{ flex: 1, fontSize: '0.9375rem' }}
          />
        </Box>
      )}
      <Box
        component="ul"
        aria-label={t('room.people')}
        tabIndex={0}
        sx={{ flex: 1, minHeight: 0, overflowY: 'auto', m: 0, p: 1.5, listStyle: 'none' }}
      >
        {shown.length === 0 && (
          <Typography component="li" sx={{ color: 'text.secondary', textAlign: 'center', mt: 2 }}>
            {t('people.nobody')}
          </Typography>
        )}
        {shown.map((person) => (
          <PersonRow key={person.id} person={person} actions={renderActions?.(person)} />
        ))}
      </Box>
    </Box>
  );
}

function PersonRow({ person, actions }: { person: Person; actions: ReactNode }) {
  const { t } = useLanguage();
  return (
    <Box
      component="li"
      data-testid="person"
      sx={{ display: 'flex', alignItems: 'center', gap: 1.25, py: 0.75, minWidth: 0 }}
    >
      <Avatar id={person.id} name={person.name} size={36} />
      <Box sx={{ minWidth: 0, flex: 1, lineHeight: 1.3 }}>
        <Box title={person.name} sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
          <bdi>{person.isLocal ? t('room.you', { name: person.name }) : person.name}</bdi>
        </Box>
        <Box sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>{roleName(person.role, t)}</Box>
      </Box>
      {person.handRaised && (
        <Box role="img" aria-label={t('room.handRaised')} sx={{ color: 'warning.main' }}>
          <Icon name="hand" size={20} />
        </Box>
      )}
      {person.onStage && !person.audioOn && (
        <Box role="img" aria-label={t('room.micOff')} sx={{ color: 'text.secondary' }}>
          <Icon name="microphoneOff" size={18} />
        </Box>
      )}
      {actions}
    </Box>
  );
}
