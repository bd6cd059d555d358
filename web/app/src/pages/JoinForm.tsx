import { Box, Button, CircularProgress, FormControl, InputLabel, NativeSelect, Typography } from '@mui/material';
import { MAX_NAME_LENGTH, roleName, type RoomId, type RoomInfo } from '@rostra/core';
import { Field, useLanguage } from '@rostra/react';
import { useRef, type FormEvent } from 'react';
import { RoleChoice } from './RoleChoice';

export interface JoinFormProps {
  rooms: readonly RoomInfo[];
  room: RoomInfo;
  onRoom: (id: RoomId) => void;
  role: string;
  onRole: (role: string) => void;
  name: string;
  onName: (name: string) => void;
  nameMissing: boolean;
  joining: boolean;
  disabled: boolean;
  /** False when the name is missing; the field then gets the focus. */
  onSubmit: () => boolean;
  onCancel: () => void;
}

/** Name, room and role. */
export function JoinForm(props: JoinFormProps) {
  const { rooms, room, onRoom, role, onRole, name, onName, nameMissing, joining, disabled, onSubmit, onCancel } = props;
  const { t } = useLanguage();
  const nameField = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!onSubmit()) nameField.current?.focus();
  };
  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 2.5 }}>
      <Field
        label={t('join.name')}
        value={name}
        onValue={onName}
        wrong={nameMissing ? t('join.nameMissing') : undefined}
        field={nameField}
        autoComplete="name"
        autoFocus={name === ''}
        disabled={joining}
        input={{ maxLength: MAX_NAME_LENGTH, dir: 'auto' }}
      />
      {rooms.length > 1 && (
        <FormControl disabled={joining} fullWidth>
          <InputLabel variant="standard" htmlFor="room">
            {t('join.room')}
          </InputLabel>
          <NativeSelect
            id="room"
            value={room.id}
            onChange={(event) => onRoom(event.target.value as RoomId)}
            sx={{ '& select': { textOverflow: 'ellipsis' } }}
          >
            {rooms.map(({ id, name: roomName }) => (
              <option key={id} value={id}>
                {roomName === id ? t('join.unlistedRoom', { room: id }) : roomName}
              </option>
            ))}
          </NativeSelect>
        </FormControl>
      )}
      {room.roles.length > 1 ? (
        <RoleChoice roles={room.roles} role={role} onRole={onRole} disabled={joining} />
      ) : (
        <Typography sx={{ color: 'text.secondary' }}>
          {t('join.as')} <strong>{roleName(role, t)}</strong>
        </Typography>
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
