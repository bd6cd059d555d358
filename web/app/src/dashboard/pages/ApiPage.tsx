import { Box, Button, Chip, Link, TextField } from '@mui/material';
import { apiGroups, curlLine, searchApi, type ApiOperation } from '@rostra/core/dashboard';
import { CopyField } from '@rostra/react';
import { useMemo, useState } from 'react';
import { Blank, PageTitle, Quiet, Row, Rows, Section, TroubleAlert } from '../parts';
import { useResource } from '../useResource';
import { useText } from '../useText';

/** The server API to read: what there is, what goes in and what comes out. */
export function ApiPage() {
  const { t } = useText();
  const description = useResource<unknown>('/v2/openapi.json');
  const [search, setSearch] = useState('');
  const groups = useMemo(() => apiGroups(description.value), [description.value]);
  const found = searchApi(groups, search);
  return (
    <>
      <PageTitle title={t('developer.serverApi')} back={{ section: 'developer' }} />
      <TroubleAlert trouble={description.trouble} retry={description.reload} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', mb: 2 }}>
        <TextField
          size="small"
          type="search"
          label={t('api.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          sx={{ flex: '1 1 240px', maxWidth: 420 }}
        />
        <Link href="/v2/openapi.json" target="_blank" rel="noreferrer">
          OpenAPI
        </Link>
      </Box>
      {description.value === null && description.trouble === null && <Blank>{t('state.loading')}</Blank>}
      {description.value !== null && found.length === 0 && <Blank>{t('api.none')}</Blank>}
      {found.map(({ name, operations }) => (
        <Section key={name} title={name}>
          <Rows label={name}>
            {operations.map((operation) => (
              <Operation key={`${operation.method} ${operation.path}`} operation={operation} />
            ))}
          </Rows>
        </Section>
      ))}
    </>
  );
}

function Operation({ operation }: { operation: ApiOperation }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const { method, path, summary, parameters, body, answer } = operation;
  return (
    <Row columns="minmax(0, 1fr)">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Chip size="small" label={method} variant="outlined" sx={{ minWidth: 68, fontWeight: 650 }} />
        <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
          <Box component="code" sx={{ overflowWrap: 'anywhere' }}>
            {path}
          </Box>
          <Quiet>{summary}</Quiet>
        </Box>
        <Button
          size="small"
          aria-expanded={open}
          aria-label={`${t('api.details')}: ${method} ${path}`}
          onClick={() => setOpen(!open)}
        >
          {t('api.details')}
        </Button>
      </Box>
      {open && (
        <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 1.5 }}>
          {parameters.length > 0 && (
            <Box component="ul" aria-label={t('api.parameters')} sx={{ m: 0, pl: 2.5, fontSize: '0.875rem' }}>
              {parameters.map((parameter) => (
                <li key={`${parameter.place} ${parameter.name}`}>
                  <code>{parameter.name}</code> {parameter.type}
                  {parameter.required && ` (${t('api.required')})`}
                  {parameter.description !== '' && `: ${parameter.description}`}
                </li>
              ))}
            </Box>
          )}
          <CopyField label={t('api.call')} value={curlLine(window.location.origin, operation)} block />
          {body !== null && <CopyField label={t('api.body')} value={body} block />}
          {answer !== null && <CopyField label={t('api.answer')} value={answer} block />}
        </Box>
      )}
    </Row>
  );
}
