import { Box, Paper, Typography } from '@mui/material';
import { embedCode, inviteLink, isLocalAddress, linkOrigin, roleHint, roleName, type RoomInfo } from '@rostra/core';
import { CopyField, QrCode, useLanguage } from '@rostra/react';

/** A link and its QR code for each role of the room, and the frame for other pages. */
export function Invitations({ room, publicUrl }: { room: RoomInfo; publicUrl: string }) {
  const { t } = useLanguage();
  const origin = linkOrigin(window.location.origin, publicUrl);
  const audience = room.roles.find((role) => role === 'hls-viewer');
  return (
    <Box
      component="section"
      aria-labelledby="invitations"
      sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}
    >
      <Box>
        <Typography id="invitations" variant="h2" sx={{ overflowWrap: 'anywhere' }}>
          {t('home.invite')} <bdi>{room.name}</bdi>
        </Typography>
        {isLocalAddress(new URL(origin).hostname) && (
          <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem', mt: 0.5, maxWidth: '70ch' }}>
            {t('home.inviteLocal')}
          </Typography>
        )}
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          // One below the other where there is no room for a link beside a code, as in a sheet.
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 26rem), 1fr))',
          alignItems: 'start',
        }}
      >
        {room.roles.map((role) => (
          <Invitation key={role} role={role} link={inviteLink(origin, room, role)} code={room.codes[role]} />
        ))}
      </Box>
      {audience !== undefined && <CopyField label={t('home.embed')} value={embedCode(origin, room, audience)} block />}
    </Box>
  );
}

function Invitation({ role, link, code }: { role: string; link: string; code: string | undefined }) {
  const { t } = useLanguage();
  const name = roleName(role, t);
  return (
    <Paper
      variant="outlined"
      data-testid={`invite-${role}`}
      sx={{ p: 2, display: 'flex', gap: 2, flexDirection: { xs: 'column', sm: 'row' } }}
    >
      <QrCode text={link} label={t('home.qr', { role: name })} />
      <Box sx={{ flex: 1, minWidth: 0, display: 'grid', gap: 1, alignContent: 'start' }}>
        <Box>
          <Typography component="h3" sx={{ fontWeight: 600 }}>
            {name}
          </Typography>
          <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>{roleHint(role, t)}</Typography>
        </Box>
        <CopyField label={t('home.link', { role: name })} value={link} />
        {code !== undefined && (
          <Typography sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>
            {t('home.codeIs')} <Box component="code">{code}</Box>
          </Typography>
        )}
      </Box>
    </Paper>
  );
}
