import { Box, Button, Tab, Tabs } from '@mui/material';
import { emptyRole, freeName, type Role, type Template } from '@rostra/core/dashboard';
import { useState } from 'react';
import { useDashboard } from '../context';
import { Blank, PageTitle, Section, TroubleAlert } from '../parts';
import { AudienceEditor } from '../template/AudienceEditor';
import { DestinationsEditor } from '../template/DestinationsEditor';
import { JsonEditor } from '../template/JsonEditor';
import { RoleEditor } from '../template/RoleEditor';
import { SettingsEditor } from '../template/SettingsEditor';
import { useAction } from '../useAction';
import { useResource } from '../useResource';
import { useText } from '../useText';

/** A form begins anew when what it shows has changed, and keeps what was typed when another was saved. */
const contentOf = (part: unknown) => JSON.stringify(part);

/** A template: its roles behind tabs, what the audience gets, and where its streams go. */
export function TemplatePage({ id }: { id: string }) {
  const { t } = useText();
  const { call } = useDashboard();
  const path = `/v2/templates/${encodeURIComponent(id)}`;
  const template = useResource<Template>(path);
  const [tab, setTab] = useState<string | null>(null);
  const action = useAction();
  const found = template.value;
  if (found === null) {
    return (
      <>
        <PageTitle title={t('nav.templates')} back={{ section: 'templates' }} />
        {template.trouble === null ? <Blank>{t('state.loading')}</Blank> : <TroubleAlert trouble={template.trouble} />}
      </>
    );
  }
  const names = Object.keys(found.roles);
  const current = tab !== null && names.includes(tab) ? tab : (names[0] ?? null);
  const role = current === null ? undefined : found.roles[current];
  const rolePath = (name: string) => `${path}/roles/${encodeURIComponent(name)}`;

  const add = () => {
    const name = freeName('role', names);
    void action.run(
      () => call<Role>('POST', rolePath(name), emptyRole(name, names)),
      () => {
        setTab(name);
        template.reload();
      },
    );
  };
  const remove = (name: string) =>
    void action.run(
      () => call('DELETE', rolePath(name)),
      () => {
        setTab(null);
        template.reload();
      },
    );
  return (
    <>
      <PageTitle title={found.name} back={{ section: 'templates' }} />
      <TroubleAlert trouble={action.trouble ?? template.trouble} />
      <Section
        title={t('template.roles')}
        action={
          <Button size="small" onClick={add} disabled={action.busy}>
            {t('template.addRole')}
          </Button>
        }
      >
        <Tabs
          value={current ?? false}
          onChange={(_, next: string) => setTab(next)}
          variant="scrollable"
          aria-label={t('template.roles')}
          sx={{ mb: 2, borderBottom: 1, borderColor: 'divider' }}
        >
          {names.map((name, index) => (
            <Tab
              key={name}
              value={name}
              label={name}
              id={`role-tab-${index}`}
              {...(name === current ? { 'aria-controls': 'role-panel' } : {})}
            />
          ))}
        </Tabs>
        {current === null || role === undefined ? (
          <Blank>{t('template.noRoles')}</Blank>
        ) : (
          <Box role="tabpanel" id="role-panel" aria-labelledby={`role-tab-${names.indexOf(current)}`}>
            <RoleEditor
              key={`${current} ${contentOf(role)}`}
              role={role}
              names={names}
              save={(next) => call<Role>('POST', rolePath(current), next)}
              onSaved={(next) => {
                setTab(next.name);
                template.reload();
              }}
              onRemove={names.length > 1 ? () => remove(current) : undefined}
            />
          </Box>
        )}
      </Section>
      <AudienceEditor
        key={`audience ${contentOf(found.destinations.hlsDestinations)}`}
        destinations={found.destinations}
        save={(next) => call('POST', `${path}/destinations`, next)}
        onSaved={template.reload}
      />
      <DestinationsEditor
        key={`rtmp ${contentOf(found.destinations.rtmpDestinations)}`}
        destinations={found.destinations}
        save={(next) => call('POST', `${path}/destinations`, next)}
        onSaved={template.reload}
      />
      <SettingsEditor
        key={`settings ${contentOf(found.settings)}`}
        settings={found.settings}
        save={(next) => call('POST', `${path}/settings`, next)}
        onSaved={template.reload}
      />
      <JsonEditor
        key={`json ${found.updatedAt}`}
        template={found}
        save={(next) => call('POST', path, next)}
        onSaved={template.reload}
      />
    </>
  );
}
