import {
  Box,
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  TextField,
} from '@mui/material';
import type { Page, RoomRow, Template } from '@rostra/core/dashboard';
import { useEffect, useState, type FormEvent } from 'react';
import { useDashboard } from '../context';
import { Blank, PageTitle, PlaceLink, Quiet, Row, Rows, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useResource } from '../useResource';
import { useText } from '../useText';

const PAGE = 25;
const REFRESH = 5000;

/** All rooms, found by name. */
export function RoomsPage() {
  const { t } = useText();
  const { go } = useDashboard();
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [pages, setPages] = useState<readonly string[]>(['']);
  const [creating, setCreating] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSearch(typed.trim());
      setPages(['']);
    }, 250);
    return () => clearTimeout(timer);
  }, [typed]);

  const start = pages[pages.length - 1] ?? '';
  const query = new URLSearchParams({ limit: String(PAGE), search, ...(start === '' ? {} : { start }) });
  const rooms = useResource<Page<RoomRow>>(`/dashboard/api/rooms?${query}`, REFRESH);
  const found = rooms.value;
  return (
    <>
      <PageTitle title={t('nav.rooms')}>
        <Button variant="contained" onClick={() => setCreating(true)}>
          {t('rooms.create')}
        </Button>
      </PageTitle>
      <Section title={t('rooms.all')}>
        <TextField
          type="search"
          size="small"
          fullWidth
          label={t('rooms.search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 128, dir: 'auto' } }}
          sx={{ mb: 1.5 }}
        />
        <TroubleAlert trouble={rooms.trouble} retry={rooms.reload} />
        {found === null ? (
          rooms.trouble === null && <Blank>{t('state.loading')}</Blank>
        ) : found.data.length === 0 ? (
          <Blank>{search === '' ? t('rooms.none') : t('rooms.notFound')}</Blank>
        ) : (
          <Rows label={t('nav.rooms')}>
            {found.data.map((room) => (
              <RoomLine key={room.id} room={room} />
            ))}
          </Rows>
        )}
        <Box sx={{ display: 'flex', gap: 1, mt: 1 }}>
          {pages.length > 1 && <Button onClick={() => setPages(pages.slice(0, -1))}>{t('action.newer')}</Button>}
          {found !== null && found.data.length === PAGE && (
            <Button onClick={() => setPages([...pages, found.last])}>{t('action.older')}</Button>
          )}
        </Box>
      </Section>
      {creating && <CreateRoom onClose={() => setCreating(false)} onCreated={(id) => go({ section: 'rooms', id })} />}
    </>
  );
}

function RoomLine({ room }: { room: RoomRow }) {
  const { t, number } = useText();
  return (
    <Row columns="minmax(0, 1fr) auto">
      <Box sx={{ minWidth: 0 }}>
        <PlaceLink place={{ section: 'rooms', id: room.id }}>{room.name}</PlaceLink>
        <Quiet>{room.template}</Quiet>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {room.live && <Chip size="small" color="error" label={t('rooms.live')} />}
        {room.peers > 0 && <Chip size="small" color="primary" label={t('rooms.here', { count: number(room.peers) })} />}
        {!room.enabled && <Chip size="small" variant="outlined" label={t('rooms.disabled')} />}
      </Box>
    </Row>
  );
}

interface CreateRoomProps {
  onClose: () => void;
  onCreated: (id: string) => void;
}

function CreateRoom({ onClose, onCreated }: CreateRoomProps) {
  const { t } = useText();
  const { call } = useDashboard();
  const [name, setName] = useState('');
  const templates = useResource<Page<Template>>('/v2/templates?limit=100').value?.data ?? [];
  const [chosen, setChosen] = useState('');
  const template = chosen === '' ? (templates.find((each) => each.default)?.id ?? '') : chosen;
  const action = useAction();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), ...(template === '' ? {} : { template_id: template }) };
    void action.run(
      async () => {
        // The server API takes a name twice and changes the room that has it, which nobody means here.
        const known = await call<Page<RoomRow>>(
          'GET',
          `/dashboard/api/rooms?limit=100&search=${encodeURIComponent(body.name)}`,
        );
        if ('value' in known && known.value.data.some((room) => room.name.toLowerCase() === body.name.toLowerCase())) {
          return { trouble: { kind: 'refused', detail: t('rooms.nameTaken') } };
        }
        return call<{ id: string }>('POST', '/v2/rooms', body);
      },
      ({ id }) => onCreated(id),
    );
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="create-room" maxWidth="xs" fullWidth>
      <Box component="form" onSubmit={submit}>
        <DialogTitle id="create-room">{t('rooms.create')}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          <TroubleAlert trouble={action.trouble} />
          <TextField
            label={t('rooms.name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
            autoFocus
            slotProps={{ htmlInput: { maxLength: 128, dir: 'auto' } }}
            sx={{ mt: 1 }}
          />
          <TextField select label={t('rooms.template')} value={template} onChange={(e) => setChosen(e.target.value)}>
            {templates.map((each) => (
              <MenuItem key={each.id} value={each.id}>
                {each.name}
              </MenuItem>
            ))}
          </TextField>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={action.busy || name.trim() === ''}>
            {t('action.create')}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
