import { Box, Button, Link, Paper, Typography } from '@mui/material';
import { firstRoom, joinPath, roomChoices, type JoinPrefill, type Problem, type RoomInfo } from '@rostra/core';
import { Icon, PageShell, ProblemAlert, useLanguage } from '@rostra/react';
import { useCallback, useEffect, useState } from 'react';
import type { JoinRequest } from '../session/joinRequest';
import Session from '../session/Session';
import { useListedEntry } from '../session/useEntry';
import { DemoRoom } from './DemoRoom';
import { showTestPicture } from './testPicture';

/** A stream to look at for who has neither camera nor broadcaster at hand: this page sends a test picture and plays it. */
export default function DemoPage({ prefill }: { prefill: JoinPrefill }) {
  const { t } = useLanguage();
  const entry = useListedEntry();
  const [request, setRequest] = useState<JoinRequest | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [connected, setConnected] = useState(false);
  const room = entry.status === 'ready' ? firstRoom(roomChoices(entry.config, prefill), prefill) : undefined;
  const role = room?.roles.find((each) => each !== 'hls-viewer');

  const close = useCallback((why: Problem | null) => {
    setRequest(null);
    setConnected(false);
    setProblem(why);
  }, []);
  useEffect(() => (request === null ? undefined : showTestPicture()), [request]);
  const start = (where: RoomInfo, as: string) => {
    if (entry.status !== 'ready') return;
    setProblem(null);
    const devices = { audio: true, video: true, cameraId: '', microphoneId: '' };
    setRequest({ access: entry.access, roomId: where.id, room: where, role: as, name: t('demo.name'), ...devices });
  };
  return (
    <>
      {request !== null && (
        <Session request={request} onConnected={() => setConnected(true)} onClosed={close} page={DemoRoom} />
      )}
      {!connected && (
        <PageShell>
          <Box
            sx={{ display: 'grid', justifyItems: 'center', alignContent: 'start', px: 2, pt: { xs: 2, md: 6 }, pb: 6 }}
          >
            <Paper
              variant="outlined"
              sx={{
                p: { xs: 2.5, sm: 4 },
                width: '100%',
                maxWidth: 520,
                display: 'grid',
                gap: 2,
                overflowWrap: 'anywhere',
              }}
            >
              <Typography variant="h1">{t('home.demo')}</Typography>
              {!isSecureContext && <ProblemAlert problem={{ kind: 'insecure-page' }} />}
              {problem !== null && <ProblemAlert problem={problem} />}
              {entry.status === 'failed' && (
                <ProblemAlert problem={entry.problem} action={{ label: t('app.retry'), run: entry.retry }} />
              )}
              {entry.status === 'ready' && (room === undefined || role === undefined) && (
                <ProblemAlert problem={{ kind: entry.config.guestAccess ? 'room-not-found' : 'guests-not-allowed' }} />
              )}
              {room !== undefined && role !== undefined && (
                <>
                  <Typography sx={{ color: 'text.secondary' }}>{t('demo.text', { room: room.name })}</Typography>
                  <Button
                    variant="contained"
                    size="large"
                    disabled={request !== null || !isSecureContext}
                    onClick={() => start(room, role)}
                    sx={{ gap: 1, minHeight: 48 }}
                  >
                    <Icon name="play" size={20} />
                    {t(request === null ? 'demo.start' : 'join.joining')}
                  </Button>
                  <Typography sx={{ fontSize: '0.875rem' }}>
                    <Link href={joinPath({ roomId: room.id, role: 'hls-viewer' })} target="_blank" rel="noopener">
                      {t('demo.watchToo')}
                    </Link>
                  </Typography>
                </>
              )}
            </Paper>
          </Box>
        </PageShell>
      )}
    </>
  );
}
