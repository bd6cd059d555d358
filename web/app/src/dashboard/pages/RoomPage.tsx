import { Box, Button, Chip, FormControlLabel, Switch } from '@mui/material';
import { byImportance, roomLink, type LivePeer, type Page, type RoomCode, type RoomRow } from '@rostra/core/dashboard';
import { CopyField, QrCode } from '@rostra/react';
import { useEffect, useState } from 'react';
import { useDashboard } from '../context';
import { Blank, Confirm, PageTitle, PlaceLink, Quiet, Row, Rows, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useResource } from '../useResource';
import { useText } from '../useText';
import { StreamKeySection } from './StreamKeySection';

const REFRESH = 3000;

/** One room: its links, who is in it, and what can be done about it. */
export function RoomPage({ id }: { id: string }) {
  const { t } = useText();
  const { call } = useDashboard();
  const path = encodeURIComponent(id);
  const room = useResource<RoomRow>(`/dashboard/api/rooms/${path}`, REFRESH);
  const action = useAction();
  const found = room.value;
  // What was clicked, until the server has said so, too.
  const [wanted, setWanted] = useState<boolean | null>(null);
  useEffect(() => setWanted(null), [found?.enabled]);
  if (found === null) {
    return (
      <>
        <PageTitle title={t('nav.rooms')} back={{ section: 'rooms' }} />
        {room.trouble === null ? <Blank>{t('state.loading')}</Blank> : <TroubleAlert trouble={room.trouble} />}
      </>
    );
  }
  const enable = async (enabled: boolean) => {
    setWanted(enabled);
    const done = await action.run(() => call('POST', `/v2/rooms/${path}`, { enabled }), room.reload);
    if (!done) setWanted(null);
  };
  return (
    <>
      <PageTitle title={found.name} back={{ section: 'rooms' }}>
        {found.live && <Chip color="error" label={t('rooms.live')} />}
        <FormControlLabel
          control={
            <Switch checked={wanted ?? found.enabled} disabled={action.busy} onChange={(_, on) => void enable(on)} />
          }
          label={t('rooms.enabled')}
        />
      </PageTitle>
      <TroubleAlert trouble={action.trouble ?? room.trouble} />
      <Quiet>
        {t('rooms.template')}:{' '}
        <PlaceLink place={{ section: 'templates', id: found.template_id }}>{found.template}</PlaceLink>
      </Quiet>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) minmax(0, 1fr)' },
          gap: 2,
          mt: 2,
          alignItems: 'start',
        }}
      >
        <Box sx={{ minWidth: 0 }}>
          <Links room={found} />
          <StreamKeySection room={found} />
          <ReplayChoice room={found} onChanged={room.reload} />
        </Box>
        <PeopleNow room={found} onEnded={room.reload} />
      </Box>
    </>
  );
}

/** Whether the watch page offers the last recording while nothing is live. */
function ReplayChoice({ room, onChanged }: { room: RoomRow; onChanged: () => void }) {
  const { t } = useText();
  const { call } = useDashboard();
  const action = useAction();
  const [wanted, setWanted] = useState<boolean | null>(null);
  useEffect(() => setWanted(null), [room.replay]);
  const change = async (replay: boolean) => {
    setWanted(replay);
    const done = await action.run(() => call('POST', `/v2/rooms/${room.id}`, { replay }), onChanged);
    if (!done) setWanted(null);
  };
  return (
    <Section title={t('rooms.replayTitle')}>
      <TroubleAlert trouble={action.trouble} />
      <FormControlLabel
        control={
          <Switch checked={wanted ?? room.replay} disabled={action.busy} onChange={(_, on) => void change(on)} />
        }
        label={t('rooms.replay')}
      />
      <Quiet>{t('rooms.replayHint')}</Quiet>
    </Section>
  );
}

/** Who has a link or a code gets in with its role. */
function Links({ room }: { room: RoomRow }) {
  const { t } = useText();
  const { call } = useDashboard();
  const codesPath = `/v2/room-codes/room/${room.id}`;
  // A disabled room has no codes to show.
  const codes = useResource<Page<RoomCode>>(room.enabled ? `${codesPath}?limit=100` : null);
  const action = useAction();
  const make = () => void action.run(() => call('POST', codesPath), codes.reload);
  const known = codes.value?.data ?? [];
  const complete = room.roles.every((role) => known.some((code) => code.role === role));
  return (
    <Section
      title={t('rooms.links')}
      action={
        room.enabled &&
        codes.value !== null &&
        !complete && (
          <Button size="small" onClick={make} disabled={action.busy}>
            {t('rooms.makeCodes')}
          </Button>
        )
      }
    >
      <TroubleAlert trouble={action.trouble ?? codes.trouble} />
      {!room.enabled && <Blank>{t('rooms.disabledHint')}</Blank>}
      <Rows label={t('rooms.links')}>
        {byImportance(room.roles).map((role) => (
          <RoleLink
            key={role}
            room={room}
            role={role}
            code={known.find((each) => each.role === role && each.enabled)}
          />
        ))}
      </Rows>
    </Section>
  );
}

function RoleLink({ room, role, code }: { room: RoomRow; role: string; code: RoomCode | undefined }) {
  const { t } = useText();
  const [shown, setShown] = useState(false);
  const link = roomLink(window.location.origin, room.id, role, code?.code);
  return (
    <Row columns="minmax(0, 1fr)">
      <Box sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
          <Box sx={{ fontWeight: 600, flex: 1, overflowWrap: 'anywhere' }} dir="auto">
            {role}
          </Box>
          <Button
            size="small"
            aria-expanded={shown}
            aria-label={t('rooms.qrOf', { role })}
            onClick={() => setShown(!shown)}
          >
            {t('rooms.qr')}
          </Button>
          <Button
            size="small"
            variant="outlined"
            href={link}
            target="_blank"
            rel="noreferrer"
            aria-label={t('rooms.openAs', { role })}
          >
            {t('rooms.open')}
          </Button>
        </Box>
        <CopyField label={t('rooms.linkOf', { role })} value={link} />
        {code !== undefined && <CopyField label={t('rooms.codeOf', { role })} value={code.code} />}
        {shown && <QrCode text={link} label={t('rooms.qrOf', { role })} size={200} />}
      </Box>
    </Row>
  );
}

function PeopleNow({ room, onEnded }: { room: RoomRow; onEnded: () => void }) {
  const { t, dateTime } = useText();
  const { call } = useDashboard();
  const path = `/v2/active-rooms/${room.id}`;
  const here = useResource<{ peers: Readonly<Record<string, LivePeer>> }>(
    room.peers > 0 ? `${path}/peers` : null,
    REFRESH,
  );
  const [ending, setEnding] = useState(false);
  const action = useAction();
  const peers = room.peers === 0 ? [] : Object.values(here.value?.peers ?? {});
  const end = () =>
    void action.run(
      () => call('POST', `${path}/end-room`, { lock: false, reason: '' }),
      () => {
        setEnding(false);
        onEnded();
      },
    );
  const remove = (peer: LivePeer) =>
    void action.run(() => call('POST', `${path}/remove-peers`, { peer_id: peer.id }), here.reload);
  return (
    <Section
      title={t('rooms.now')}
      action={
        room.peers > 0 && (
          <Button size="small" color="error" onClick={() => setEnding(true)}>
            {t('rooms.end')}
          </Button>
        )
      }
    >
      {!ending && <TroubleAlert trouble={action.trouble} />}
      {peers.length === 0 ? (
        <Blank>{t('rooms.nobody')}</Blank>
      ) : (
        <Rows label={t('rooms.now')}>
          {peers.map((peer) => (
            <Row key={peer.id} columns="minmax(0, 1fr) auto">
              <Box sx={{ minWidth: 0 }}>
                <Box dir="auto" sx={{ overflowWrap: 'anywhere' }}>
                  {peer.name === '' ? t('state.noName') : peer.name}
                </Box>
                <Quiet>
                  {peer.role} · {t('rooms.since', { time: dateTime(peer.joined_at) })}
                </Quiet>
              </Box>
              <Button
                size="small"
                color="error"
                disabled={action.busy}
                aria-label={t('rooms.removeWho', { name: peer.name })}
                onClick={() => remove(peer)}
              >
                {t('rooms.remove')}
              </Button>
            </Row>
          ))}
        </Rows>
      )}
      {ending && (
        <Confirm
          title={t('rooms.endTitle')}
          text={t('rooms.endText')}
          action={t('rooms.end')}
          busy={action.busy}
          trouble={action.trouble}
          onConfirm={end}
          onClose={() => {
            setEnding(false);
            action.clear();
          }}
        />
      )}
    </Section>
  );
}
