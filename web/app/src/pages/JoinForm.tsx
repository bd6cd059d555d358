import { Box, Button, Checkbox, CircularProgress, FormControlLabel, MenuItem, TextField } from '@mui/material';
import { cleanName, MAX_NAME_LENGTH, roleIn, type JoinPrefill, type RoomId, type RoomInfo } from '@rostra/core';
import { recall, remember, useLanguage } from '@rostra/react';
import { useRef, useState, type FormEvent } from 'react';
import type { JoinRequest } from '../session/joinRequest';
import { RoleChoice } from './RoleChoice';

export interface JoinFormProps {
  rooms: readonly RoomInfo[];
  room: RoomInfo;
  onRoom: (id: RoomId) => void;
  prefill: JoinPrefill;
  tokenEndpoint: string;
  joining: boolean;
  disabled: boolean;
  onJoin: (request: JoinRequest) => void;
  onCancel: () => void;
}

/** The role whose people only watch; they are not asked for camera and microphone. */
const AUDIENCE = 'hls-viewer';

/** Name, room, role, and with which devices on. */
export function JoinForm({
  rooms,
  room,
  onRoom,
  prefill,
  tokenEndpoint,
  joining,
  disabled,
  onJoin,
  onCancel,
}: JoinFormProps) {
  const { t } = useLanguage();
  const [name, setName] = useState(prefill.name ?? '');
  const [wantedRole, setWantedRole] = useState(prefill.role);
  const [nameMissing, setNameMissing] = useState(false);
  const [audio, setAudio] = useState(recall('microphone') !== 'off');
  const [video, setVideo] = useState(recall('camera') !== 'off');
  const nameField = useRef<HTMLInputElement>(null);
  const role = roleIn(room, wantedRole);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const clean = cleanName(name);
    setNameMissing(clean === '');
    if (clean === '') {
      nameField.current?.focus();
      return;
    }
    remember('microphone', audio ? 'on' : 'off');
    remember('camera', video ? 'on' : 'off');
    onJoin({ tokenEndpoint, roomId: room.id, roomName: room.name, role, name: clean, audio, video });
  };

  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 2.5 }}>
      <TextField
        label={t('join.name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={nameMissing}
        helperText={nameMissing ? t('join.nameMissing') : undefined}
        inputRef={nameField}
        autoComplete="name"
        autoFocus={name === ''}
        disabled={joining}
        slotProps={{ htmlInput: { maxLength: MAX_NAME_LENGTH, dir: 'auto' } }}
      />
      {rooms.length > 1 && (
        <TextField
          select
          label={t('join.room')}
          value={room.id}
          onChange={(event) => onRoom(event.target.value as RoomId)}
          disabled={joining}
        >
          {rooms.map(({ id, name: roomName }) => (
            <MenuItem key={id} value={id} sx={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
              {roomName === id ? t('join.unlistedRoom', { room: id }) : roomName}
            </MenuItem>
          ))}
        </TextField>
      )}
      <RoleChoice roles={room.roles} role={role} onRole={setWantedRole} disabled={joining} />
      {role !== AUDIENCE && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, mt: -1.5 }}>
          <FormControlLabel
            control={<Checkbox checked={video} onChange={(_, on) => setVideo(on)} disabled={joining} />}
            label={t('join.camera')}
          />
          <FormControlLabel
            control={<Checkbox checked={audio} onChange={(_, on) => setAudio(on)} disabled={joining} />}
            label={t('join.microphone')}
          />
        </Box>
      )}
      <Box sx={{ display: 'flex', gap: 1 }}>
        <Button
          type="submit"
          variant="contained"
          size="large"
          fullWidth
          disabled={joining || disabled}
          sx={{ gap: 1, minHeight: 48 }}
        >
          {joining && <CircularProgress size={18} color="inherit" aria-hidden="true" />}
          {t(joining ? 'join.joining' : 'join.join')}
        </Button>
        {joining && (
          <Button size="large" onClick={onCancel}>
            {t('join.cancel')}
          </Button>
        )}
      </Box>
    </Box>
  );
}
