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
import type { Page, StarterKit, Template } from '@rostra/core/dashboard';
import { useState, type FormEvent } from 'react';
import { useDashboard } from '../context';
import { Blank, PageTitle, PlaceLink, Quiet, Row, Rows, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useResource } from '../useResource';
import { useText } from '../useText';

/** The templates that rooms are made after. */
export function TemplatesPage() {
  const { t } = useText();
  const { go } = useDashboard();
  const [creating, setCreating] = useState(false);
  const templates = useResource<Page<Template>>('/v2/templates?limit=100');
  const found = templates.value;
  return (
    <>
      <PageTitle title={t('nav.templates')}>
        <Button variant="contained" onClick={() => setCreating(true)}>
          {t('templates.create')}
        </Button>
      </PageTitle>
      <TroubleAlert trouble={templates.trouble} retry={templates.reload} />
      <Section title={t('templates.all')}>
        {found === null ? (
          <Blank>{t('state.loading')}</Blank>
        ) : (
          <Rows label={t('nav.templates')}>
            {found.data.map((template) => (
              <Row key={template.id} columns="minmax(0, 1fr) auto">
                <Box sx={{ minWidth: 0 }}>
                  <PlaceLink place={{ section: 'templates', id: template.id }}>{template.name}</PlaceLink>
                  <Quiet>{Object.keys(template.roles).join(', ')}</Quiet>
                </Box>
                {template.default && <Chip size="small" variant="outlined" label={t('templates.default')} />}
              </Row>
            ))}
          </Rows>
        )}
      </Section>
      {creating && (
        <CreateTemplate
          taken={found?.data.map((template) => template.name) ?? []}
          onClose={() => setCreating(false)}
          onCreated={(id) => go({ section: 'templates', id })}
        />
      )}
    </>
  );
}

interface CreateTemplateProps {
  taken: readonly string[];
  onClose: () => void;
  onCreated: (id: string) => void;
}

function CreateTemplate({ taken, onClose, onCreated }: CreateTemplateProps) {
  const { t } = useText();
  const { call } = useDashboard();
  const kits = useResource<{ data: readonly StarterKit[] }>('/v2/starter-kits');
  const [name, setName] = useState('');
  const [kit, setKit] = useState('');
  const action = useAction();
  const chosen = kits.value?.data.find((each) => each.id === kit) ?? kits.value?.data[0];
  const isTaken = taken.includes(name.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen === undefined || isTaken) return;
    void action.run(
      () => call<Template>('POST', `/v2/starter-kits/${chosen.id}`, { name: name.trim(), default: false }),
      ({ id }) => onCreated(id),
    );
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="create-template" maxWidth="xs" fullWidth>
      <Box component="form" onSubmit={submit}>
        <DialogTitle id="create-template">{t('templates.create')}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          <TroubleAlert trouble={action.trouble ?? kits.trouble} />
          <TextField
            label={t('templates.name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={isTaken}
            helperText={isTaken ? t('form.nameTaken') : undefined}
            required
            autoFocus
            slotProps={{ htmlInput: { maxLength: 128, dir: 'auto' } }}
            sx={{ mt: 1 }}
          />
          <TextField
            select
            label={t('templates.kit')}
            value={chosen?.id ?? ''}
            onChange={(event) => setKit(event.target.value)}
            helperText={chosen === undefined ? undefined : `${t('templates.roles')}: ${chosen.roles.join(', ')}`}
          >
            {(kits.value?.data ?? []).map(({ id }) => (
              <MenuItem key={id} value={id}>
                {id}
              </MenuItem>
            ))}
          </TextField>
          <Quiet>{t('templates.kitRooms')}</Quiet>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={action.busy || name.trim() === '' || isTaken}>
            {t('action.create')}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
