import { Alert, Box, Button, MenuItem, TextField } from '@mui/material';
import {
  deliveryStatus,
  progressOf,
  type Delivery,
  type DeliveryLog,
  type WebhookTarget,
} from '@rostra/core/dashboard';
import { CopyField } from '@rostra/react';
import { useState, type FormEvent } from 'react';
import { useDashboard } from '../context';
import { Blank, Confirm, PageTitle, ProgressChip, Quiet, Row, Rows, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useResource } from '../useResource';
import { useText } from '../useText';

const STATUSES = ['all', 'failed', 'pending', 'success'] as const;

/** Where the backend is told what happens, and what it was told. */
export function WebhooksPage() {
  const { t } = useText();
  const target = useResource<WebhookTarget>('/v2/webhook');
  return (
    <>
      <PageTitle title={t('nav.webhooks')} />
      <TroubleAlert trouble={target.trouble} retry={target.reload} />
      {target.value !== null && <Target key={target.value.url} target={target.value} onSaved={target.reload} />}
      <Deliveries />
    </>
  );
}

function Target({ target, onSaved }: { target: WebhookTarget; onSaved: () => void }) {
  const { t } = useText();
  const { call } = useDashboard();
  const [url, setUrl] = useState(target.url);
  const [secret, setSecret] = useState<string | null>(null);
  const [removing, setRemoving] = useState(false);
  const action = useAction();
  const isNew = target.url === '';
  const usable = /^https?:\/\/[^\s/]+/i.test(url.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!usable) return;
    // What is sent back as it was shown keeps its secrets.
    void action.run(
      () => call<WebhookTarget>('POST', '/v2/webhook', { url: url.trim(), headers: target.headers }),
      (saved) => (isNew && saved.signing_secret !== undefined ? setSecret(saved.signing_secret) : onSaved()),
    );
  };
  const remove = () => void action.run(() => call('DELETE', '/v2/webhook'), onSaved);
  return (
    <Section title={t('webhooks.target')}>
      <Quiet>{t('webhooks.hint')}</Quiet>
      <TroubleAlert trouble={removing ? null : action.trouble} />
      <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 1.5, mt: 1.5 }}>
        <TextField
          type="url"
          size="small"
          label={t('webhooks.url')}
          placeholder="https://backend.example.org/rostra"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          error={url !== '' && !usable}
          helperText={url !== '' && !usable ? t('webhooks.urlRule') : undefined}
          slotProps={{ htmlInput: { maxLength: 2048 } }}
        />
        {Object.keys(target.headers).length > 0 && (
          <Quiet>
            {t('webhooks.headers')}: {Object.keys(target.headers).join(', ')}
          </Quiet>
        )}
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          <Button
            type="submit"
            variant="contained"
            disabled={action.busy || !usable || url.trim() === target.url || secret !== null}
          >
            {t('action.save')}
          </Button>
          {!isNew && (
            <Button color="error" onClick={() => setRemoving(true)}>
              {t('webhooks.remove')}
            </Button>
          )}
        </Box>
      </Box>
      {secret !== null && (
        <Alert severity="success" sx={{ mt: 2, '& .MuiAlert-message': { flex: 1 } }} onClose={onSaved}>
          {t('webhooks.secretOnce')}
          <CopyField label={t('webhooks.secret')} value={secret} />
        </Alert>
      )}
      {removing && (
        <Confirm
          title={t('webhooks.remove')}
          text={t('webhooks.removeText')}
          action={t('webhooks.remove')}
          busy={action.busy}
          trouble={action.trouble}
          onConfirm={remove}
          onClose={() => setRemoving(false)}
        />
      )}
    </Section>
  );
}

function Deliveries() {
  const { t, number } = useText();
  const { call } = useDashboard();
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('all');
  const [page, setPage] = useState(1);
  const [opened] = useState(() => new Date(Date.now() - 7 * 86_400_000).toISOString());
  const log = useResource<DeliveryLog>(
    `/v2/analytics/webhooks?${new URLSearchParams({ status, start_time: opened, page: String(page), limit: '20' })}`,
    5000,
  );
  const action = useAction();
  const resend = (filters: object) =>
    void action.run(() => call('POST', '/v2/analytics/webhooks/replay', filters), log.reload);
  const found = log.value;
  return (
    <Section
      title={t('webhooks.deliveries')}
      action={
        <Button size="small" disabled={action.busy} onClick={() => resend({ status: 'failed', start_time: opened })}>
          {t('webhooks.resendFailed')}
        </Button>
      }
    >
      <TroubleAlert trouble={action.trouble ?? log.trouble} />
      <TextField
        select
        size="small"
        label={t('webhooks.show')}
        value={status}
        onChange={(event) => {
          setStatus(event.target.value as typeof status);
          setPage(1);
        }}
        sx={{ minWidth: 180, mb: 1 }}
      >
        {STATUSES.map((each) => (
          <MenuItem key={each} value={each}>
            {t(`delivery.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      {found === null ? (
        <Blank>{t('state.loading')}</Blank>
      ) : found.events.length === 0 ? (
        <Blank>{t('webhooks.none')}</Blank>
      ) : (
        <>
          <Rows label={t('webhooks.deliveries')}>
            {found.events.map((delivery, index) => (
              <DeliveryLine
                key={`${delivery.event_id} ${index}`}
                delivery={delivery}
                busy={action.busy}
                onResend={() => resend({ event_id: delivery.event_id, start_time: opened })}
              />
            ))}
          </Rows>
          <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 1, mt: 1 }}>
            <Button disabled={page === 1} onClick={() => setPage(page - 1)}>
              {t('action.newer')}
            </Button>
            <Button disabled={page >= found.pagination.total_pages} onClick={() => setPage(page + 1)}>
              {t('action.older')}
            </Button>
            <Quiet>{t('webhooks.total', { count: number(found.pagination.total_items) })}</Quiet>
          </Box>
        </>
      )}
    </Section>
  );
}

interface DeliveryLineProps {
  delivery: Delivery;
  busy: boolean;
  onResend: () => void;
}

function DeliveryLine({ delivery, busy, onResend }: DeliveryLineProps) {
  const { t, dateTime } = useText();
  const [open, setOpen] = useState(false);
  const { payload } = delivery;
  const name = payload.original_event_name;
  const status = deliveryStatus(delivery.event_name);
  return (
    <Row columns="minmax(0, 1fr)">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Box sx={{ flex: '1 1 220px', minWidth: 0 }}>
          <Box sx={{ overflowWrap: 'anywhere' }}>{name}</Box>
          <Quiet>
            {dateTime(delivery.event_timestamp)} · {t('webhooks.attempts', { count: payload.attempts })}
            {payload.error_reason !== undefined && ` · ${payload.error_reason}`}
          </Quiet>
        </Box>
        <ProgressChip progress={progressOf(status)} label={t(`delivery.${status}`)} />
        <Button
          size="small"
          aria-expanded={open}
          aria-label={t('webhooks.bodyOf', { name })}
          onClick={() => setOpen(!open)}
        >
          {t('webhooks.body')}
        </Button>
        <Button size="small" disabled={busy} aria-label={t('webhooks.resendWhat', { name })} onClick={onResend}>
          {t('webhooks.resend')}
        </Button>
      </Box>
      {open && <CopyField label={name} value={JSON.stringify(payload.event_data, null, 2)} block />}
    </Row>
  );
}
