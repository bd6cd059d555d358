import { Box, Button } from '@mui/material';
import { progressOf, sizeWords, type Page, type RecordingAsset, type RecordingRow } from '@rostra/core/dashboard';
import { useRef, useState } from 'react';
import { ClipMaker } from '../ClipMaker';
import { useDashboard } from '../context';
import { Blank, PageTitle, ProgressChip, Quiet, Row, Rows, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useResource } from '../useResource';
import { useRoomNames } from '../useRoomNames';
import { useText } from '../useText';

/** The recordings, to be watched here, downloaded, and cut into clips. */
export function RecordingsPage() {
  const { t } = useText();
  const recordings = useResource<Page<RecordingRow>>('/v2/recordings?limit=100', 10_000);
  const assets = useResource<Page<RecordingAsset>>('/v2/recording-assets?limit=100', 10_000);
  const found = recordings.value?.data ?? null;
  const nameOf = useRoomNames(found?.map((recording) => recording.room_id) ?? []);
  return (
    <>
      <PageTitle title={t('nav.recordings')} />
      <TroubleAlert trouble={recordings.trouble} retry={recordings.reload} />
      <Section title={t('recordings.all')}>
        {found === null ? (
          <Blank>{t('state.loading')}</Blank>
        ) : found.length === 0 ? (
          <Blank>{t('recordings.none')}</Blank>
        ) : (
          <Rows label={t('nav.recordings')}>
            {found.map((recording) => (
              <RecordingLine
                key={recording.id}
                recording={recording}
                room={nameOf(recording.room_id)}
                asset={assets.value?.data.find((asset) => asset.id === recording.id)}
                onClip={() => {
                  recordings.reload();
                  assets.reload();
                }}
              />
            ))}
          </Rows>
        )}
      </Section>
    </>
  );
}

interface RecordingLineProps {
  recording: RecordingRow;
  room: string;
  asset: RecordingAsset | undefined;
  onClip: () => void;
}

function RecordingLine({ recording, room, asset, onClip }: RecordingLineProps) {
  const { t, dateTime, length } = useText();
  const { call } = useDashboard();
  const [link, setLink] = useState<string | null>(null);
  const player = useRef<HTMLVideoElement>(null);
  const action = useAction();
  const progress = progressOf(recording.status);
  const what = `${room}, ${dateTime(recording.created_at)}`;

  /** A link that needs no cookie, as players and download managers like it; of ours only its path counts. */
  const fetchLink = (then: (link: string) => void) =>
    void action.run(
      () => call<{ url: string }>('GET', `/v2/recording-assets/${encodeURIComponent(recording.id)}/presigned-url`),
      ({ url }) => {
        const { pathname, search } = new URL(url, window.location.origin);
        then(pathname + search);
      },
    );
  const download = (from: string) => {
    const anchor = document.createElement('a');
    anchor.href = from;
    anchor.download = `${room.replace(/[^\p{L}\p{N}._-]+/gu, '-')}-${recording.created_at.slice(0, 10)}.mp4`;
    anchor.click();
  };
  return (
    <Row columns="minmax(0, 1fr)">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
        <Box sx={{ flex: '1 1 200px', minWidth: 0 }}>
          <Box dir="auto" sx={{ overflowWrap: 'anywhere' }}>
            {room}
            {asset?.type === 'clip' && ` · ${t('clip.word')}`}
          </Box>
          <Quiet>
            {dateTime(recording.created_at)}
            {asset !== undefined &&
              ` · ${length(asset.duration * 1000)} · ${sizeWords(asset.size)} · ${asset.metadata.resolution.width}×${asset.metadata.resolution.height}`}
          </Quiet>
          {recording.reason !== undefined && recording.reason !== '' && <Quiet>{recording.reason}</Quiet>}
        </Box>
        {(progress !== 'done' || asset === undefined) && <ProgressChip progress={progress} />}
        {asset !== undefined && asset.size > 0 && (
          <>
            <Button
              size="small"
              variant="outlined"
              aria-label={t(link === null ? 'recordings.playWhat' : 'recordings.closeWhat', { what })}
              disabled={action.busy}
              onClick={() => (link === null ? fetchLink(setLink) : setLink(null))}
            >
              {t(link === null ? 'recordings.play' : 'recordings.close')}
            </Button>
            <Button
              size="small"
              aria-label={t('recordings.downloadWhat', { what })}
              disabled={action.busy}
              onClick={() => fetchLink(download)}
            >
              {t('recordings.download')}
            </Button>
          </>
        )}
      </Box>
      <TroubleAlert trouble={action.trouble} />
      {link !== null && (
        <Box
          component="video"
          ref={player}
          src={link}
          controls
          autoPlay
          playsInline
          aria-label={what}
          sx={{ width: '100%', maxHeight: '70vh', bgcolor: '#000', borderRadius: 1 }}
        />
      )}
      {link !== null && <ClipMaker recordingId={recording.id} player={player} onMade={onClip} />}
    </Row>
  );
}
