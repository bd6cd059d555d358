import { Alert, Box, Button, FormControlLabel, FormGroup, Switch, TextField, Typography } from '@mui/material';
import {
  MOST_LAYERS,
  permissionNames,
  publishKinds,
  roleErrors,
  toggled,
  videoCodecs,
  withLayer,
  type FieldErrors,
  type PublishParams,
  type Role,
  type SimulcastLayer,
  type VideoParams,
} from '@rostra/core/dashboard';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Answer } from '../client';
import { Confirm, Quiet, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useText } from '../useText';
import { ChoiceField, fieldGrid, NumberField, useFieldWords } from './fields';

export interface RoleEditorProps {
  role: Role;
  /** Of all roles of the template. */
  names: readonly string[];
  save: (role: Role) => Promise<Answer<Role>>;
  onSaved: (role: Role) => void;
  /** Absent for the last role. */
  onRemove: (() => void) | undefined;
}

/** Everything a role may and how. Rooms that run follow as soon as it is saved. */
export function RoleEditor({ role: saved, names, save, onSaved, onRemove }: RoleEditorProps) {
  const { t } = useText();
  const words = useFieldWords();
  const [role, setRole] = useState(saved);
  const [removing, setRemoving] = useState(false);
  const action = useAction();
  const errors = roleErrors(
    role,
    names.filter((name) => name !== saved.name),
  );
  const wrong = Object.keys(errors).length;
  const changed = role !== saved;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong === 0) void action.run(() => save(role), onSaved);
  };
  const publish = (change: Partial<PublishParams>) =>
    setRole({ ...role, publishParams: { ...role.publishParams, ...change } });
  const { publishParams, subscribeParams } = role;

  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 3, minWidth: 0 }}>
      <Box sx={fieldGrid}>
        <TextField
          size="small"
          label={t('role.name')}
          value={role.name}
          onChange={(event) => setRole({ ...role, name: event.target.value })}
          error={errors['name'] !== undefined}
          helperText={words(errors['name'])}
          slotProps={{ htmlInput: { maxLength: 128, dir: 'auto' } }}
        />
        <NumberField
          label={t('role.priority')}
          hint={t('role.priorityHint')}
          path="priority"
          value={role.priority}
          errors={errors}
          onChange={(priority) => setRole({ ...role, priority })}
        />
        <NumberField
          label={t('role.maxPeers')}
          hint={t('role.maxPeersHint')}
          path="maxPeerCount"
          value={role.maxPeerCount}
          errors={errors}
          onChange={(maxPeerCount) => setRole({ ...role, maxPeerCount })}
        />
      </Box>

      <Group title={t('role.permissions')}>
        {permissionNames.map((name) => (
          <Toggle
            key={name}
            label={t(`permission.${name}`)}
            checked={role.permissions[name]}
            onChange={(on) => setRole({ ...role, permissions: { ...role.permissions, [name]: on } })}
          />
        ))}
      </Group>

      <Group title={t('role.publishes')}>
        {publishKinds.map((kind) => (
          <Toggle
            key={kind}
            label={t(`publish.${kind}`)}
            checked={publishParams.allowed.includes(kind)}
            onChange={(on) => publish({ allowed: toggled(publishParams.allowed, kind, on) })}
          />
        ))}
      </Group>
      {publishParams.allowed.includes('audio') && (
        <Fields title={t('publish.audio')}>
          <NumberField
            label={t('video.bitRate')}
            path="publishParams.audio.bitRate"
            value={publishParams.audio.bitRate}
            errors={errors}
            onChange={(bitRate) => publish({ audio: { ...publishParams.audio, bitRate } })}
          />
        </Fields>
      )}
      {publishParams.allowed.includes('video') && (
        <>
          <VideoFields
            title={t('publish.video')}
            path="publishParams.video"
            video={publishParams.video}
            errors={errors}
            onChange={(video) => publish({ video })}
          />
          <Layers
            layers={publishParams.simulcast.video?.layers ?? []}
            video={publishParams.video}
            errors={errors}
            onChange={(layers) =>
              publish({ simulcast: { ...publishParams.simulcast, video: layers.length === 0 ? {} : { layers } } })
            }
          />
        </>
      )}
      {publishParams.allowed.includes('screen') && (
        <VideoFields
          title={t('publish.screen')}
          path="publishParams.screen"
          video={publishParams.screen}
          errors={errors}
          onChange={(screen) => publish({ screen })}
        />
      )}

      <Group title={t('role.subscribes')}>
        {names.map((name) => (
          <Toggle
            key={name}
            label={name}
            checked={subscribeParams.subscribeToRoles.includes(name)}
            onChange={(on) =>
              setRole({
                ...role,
                subscribeParams: {
                  ...subscribeParams,
                  subscribeToRoles: toggled(subscribeParams.subscribeToRoles, name, on),
                },
              })
            }
          />
        ))}
      </Group>
      <Fields title={t('role.receives')}>
        <NumberField
          label={t('video.bitRate')}
          path="subscribeParams.maxSubsBitRate"
          value={subscribeParams.maxSubsBitRate}
          errors={errors}
          onChange={(maxSubsBitRate) => setRole({ ...role, subscribeParams: { ...subscribeParams, maxSubsBitRate } })}
        />
      </Fields>

      {wrong > 0 && <Alert severity="warning">{t('form.wrong', { count: wrong })}</Alert>}
      <TroubleAlert trouble={action.trouble} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <Button type="submit" variant="contained" disabled={action.busy || !changed || wrong > 0}>
          {t('action.save')}
        </Button>
        <Button disabled={!changed} onClick={() => setRole(saved)}>
          {t('action.undo')}
        </Button>
        <Box sx={{ flex: 1 }} />
        {onRemove !== undefined && (
          <Button color="error" onClick={() => setRemoving(true)}>
            {t('role.remove')}
          </Button>
        )}
      </Box>
      <Quiet>{changed ? t('form.unsaved') : t('role.follow')}</Quiet>
      {removing && onRemove !== undefined && (
        <Confirm
          title={t('role.removeTitle', { role: saved.name })}
          text={t('role.removeText')}
          action={t('role.remove')}
          busy={false}
          trouble={null}
          onConfirm={onRemove}
          onClose={() => setRemoving(false)}
        />
      )}
    </Box>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box component="fieldset" sx={{ border: 0, m: 0, p: 0, minWidth: 0 }}>
      <Typography component="legend" sx={{ fontWeight: 650, mb: 0.5, p: 0 }}>
        {title}
      </Typography>
      <FormGroup sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 230px), 1fr))' }}>
        {children}
      </FormGroup>
    </Box>
  );
}

function Toggle({ label, checked, onChange }: { label: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <FormControlLabel
      control={<Switch checked={checked} onChange={(_, on) => onChange(on)} />}
      label={label}
      sx={{ overflowWrap: 'anywhere' }}
    />
  );
}

function Fields({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box role="group" aria-label={title}>
      <Typography component="h3" sx={{ fontWeight: 650, mb: 1.25 }}>
        {title}
      </Typography>
      <Box sx={fieldGrid}>{children}</Box>
    </Box>
  );
}

interface VideoFieldsProps {
  title: string;
  path: string;
  video: VideoParams;
  errors: FieldErrors;
  onChange: (video: VideoParams) => void;
}

function VideoFields({ title, path, video, errors, onChange }: VideoFieldsProps) {
  const { t } = useText();
  const number = (name: 'width' | 'height' | 'frameRate', label: string) => (
    <NumberField
      label={label}
      path={`${path}.${name}`}
      value={video[name]}
      errors={errors}
      onChange={(value) => onChange({ ...video, [name]: value })}
    />
  );
  return (
    <Fields title={title}>
      {number('width', t('video.width'))}
      {number('height', t('video.height'))}
      {number('frameRate', t('video.frameRate'))}
      <NumberField
        label={t('video.bitRate')}
        path={`${path}.bitRate`}
        value={video.bitRate ?? Number.NaN}
        errors={errors}
        onChange={(bitRate) => onChange({ ...video, bitRate })}
      />
      <ChoiceField
        label={t('video.codec')}
        value={video.codec}
        choices={videoCodecs}
        onChange={(codec) => onChange({ ...video, codec })}
      />
    </Fields>
  );
}

interface LayersProps {
  layers: readonly SimulcastLayer[];
  video: VideoParams;
  errors: FieldErrors;
  onChange: (layers: readonly SimulcastLayer[]) => void;
}

/** The sizes in which a camera is sent at once, so that each viewer gets the one that fits. */
function Layers({ layers, video, errors, onChange }: LayersProps) {
  const { t } = useText();
  const change = (index: number, part: Partial<SimulcastLayer>) =>
    onChange(layers.map((layer, i) => (i === index ? { ...layer, ...part } : layer)));
  return (
    <Box role="group" aria-label={t('layers.title')}>
      <Typography component="h3" sx={{ fontWeight: 650 }}>
        {t('layers.title')}
      </Typography>
      <Quiet>{t('layers.hint')}</Quiet>
      <Box sx={{ display: 'grid', gap: 2, mt: 1.5 }}>
        {layers.map((layer, index) => {
          const path = `publishParams.simulcast.video.layers.${index}`;
          return (
            <Box key={layer.rid} role="group" aria-label={t('layers.one', { name: layer.rid })} sx={fieldGrid}>
              {index > 0 && (
                <NumberField
                  label={`${layer.rid} · ${t('layers.scale')}`}
                  path={`${path}.scaleResolutionDownBy`}
                  value={layer.scaleResolutionDownBy}
                  step={0.5}
                  errors={errors}
                  hint={sizeOf(video, layer)}
                  onChange={(scaleResolutionDownBy) => change(index, { scaleResolutionDownBy })}
                />
              )}
              <NumberField
                label={`${layer.rid} · ${t('video.bitRate')}`}
                path={`${path}.maxBitrate`}
                value={layer.maxBitrate}
                errors={errors}
                onChange={(maxBitrate) => change(index, { maxBitrate })}
              />
              <NumberField
                label={`${layer.rid} · ${t('video.frameRate')}`}
                path={`${path}.maxFramerate`}
                value={layer.maxFramerate}
                errors={errors}
                onChange={(maxFramerate) => change(index, { maxFramerate })}
              />
            </Box>
          );
        })}
      </Box>
      <Box sx={{ display: 'flex', gap: 1, mt: 1 }}>
        <Button
          size="small"
          disabled={layers.length === MOST_LAYERS}
          onClick={() => onChange(withLayer(layers, video))}
        >
          {t('layers.add')}
        </Button>
        <Button size="small" disabled={layers.length === 0} onClick={() => onChange(layers.slice(0, -1))}>
          {t('layers.remove')}
        </Button>
      </Box>
    </Box>
  );
}

function sizeOf(video: VideoParams, layer: SimulcastLayer): string {
  const size = (pixels: number) => Math.round(pixels / layer.scaleResolutionDownBy);
  const [width, height] = [size(video.width), size(video.height)];
  return Number.isFinite(width * height) ? `${width}×${height}` : '';
}
