import { Box, Button, CircularProgress } from '@mui/material';
import type { LivePhase } from '@rostra/core';
import type { ReactNode } from 'react';
import { Icon } from '../components/Icon';
import { RoundButton } from '../components/RoundButton';
import { useLanguage } from '../i18n';
import { LIVE_RED } from '../theme';

export type SidePanel = 'chat' | 'people' | 'polls' | null;

export interface ControlBarProps {
  audioOn: boolean;
  videoOn: boolean;
  /** Absent for roles that may not publish. */
  toggleAudio?: (() => void) | undefined;
  toggleVideo?: (() => void) | undefined;
  /** Absent for roles that may not go live. */
  live?: { phase: LivePhase; start: () => void; stop: () => void } | undefined;
  /** Sharing the screen; absent where role or browser cannot. */
  screen?: { sharing: boolean; toggle: () => void } | undefined;
  /** The menu with everything else. */
  more?: ReactNode;
  panel: SidePanel;
  onPanel: (panel: SidePanel) => void;
  unread: number;
  onLeave: () => void;
}

/** What somebody on stage can do, in one row; on a phone the long buttons are shortened. */
export function ControlBar(props: ControlBarProps) {
  const { t } = useLanguage();
  const { audioOn, videoOn, toggleAudio, toggleVideo, screen, live, more, panel, onPanel, unread, onLeave } = props;
  return (
    <Box
      role="toolbar"
      aria-label={t('room.controls')}
      sx={{
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'center',
        gap: { xs: 0.75, sm: 1.25 },
        p: { xs: 1, sm: 1.5 },
      }}
    >
      {toggleAudio && (
        <RoundButton
          icon={audioOn ? 'microphone' : 'microphoneOff'}
          label={t(audioOn ? 'room.muteMicrophone' : 'room.unmuteMicrophone')}
          tone={audioOn ? 'plain' : 'off'}
          onClick={toggleAudio}
        />
      )}
      {toggleVideo && (
        <RoundButton
          icon={videoOn ? 'camera' : 'cameraOff'}
          label={t(videoOn ? 'room.stopCamera' : 'room.startCamera')}
          tone={videoOn ? 'plain' : 'off'}
          onClick={toggleVideo}
        />
      )}
      {screen && (
        <Box sx={{ display: { xs: 'none', sm: 'block' } }}>
          <RoundButton
            icon="screen"
            label={t(screen.sharing ? 'room.stopScreen' : 'room.shareScreen')}
            tone={screen.sharing ? 'open' : 'plain'}
            pressed={screen.sharing}
            onClick={screen.toggle}
          />
        </Box>
      )}
      {live && <LiveButton {...live} />}
      {more}
      <RoundButton
        icon="chat"
        label={unread > 0 ? `${t('room.showChat')}, ${t('room.unread', { count: unread })}` : t('room.showChat')}
        tone={panel === 'chat' ? 'open' : 'plain'}
        pressed={panel === 'chat'}
        count={panel === 'chat' ? 0 : unread}
        onClick={() => onPanel(panel === 'chat' ? null : 'chat')}
      />
      <Box sx={{ display: { xs: more ? 'none' : 'block', sm: 'block' } }}>
        <RoundButton
          icon="people"
          label={t('room.showPeople')}
          tone={panel === 'people' ? 'open' : 'plain'}
          pressed={panel === 'people'}
          onClick={() => onPanel(panel === 'people' ? null : 'people')}
        />
      </Box>
      <LeaveButton onClick={onLeave} />
    </Box>
  );
}

export function LeaveButton({ onClick }: { onClick: () => void }) {
  const { t } = useLanguage();
  return (
    <Button
      variant="outlined"
      color="error"
      onClick={onClick}
      aria-label={t('room.leave')}
      sx={{ height: 44, minWidth: 44, px: { xs: 1.25, sm: 2 }, borderRadius: 22, gap: 1 }}
    >
      <Icon name="leave" size={20} />
      <Box component="span" sx={{ display: { xs: 'none', sm: 'inline' } }}>
        {t('room.leave')}
      </Box>
    </Button>
  );
}

function LiveButton({ phase, start, stop }: { phase: LivePhase; start: () => void; stop: () => void }) {
  const { t } = useLanguage();
  const words = {
    off: t('room.goLive'),
    starting: t('room.goingLive'),
    live: t('room.stopStreaming'),
    stopping: t('room.stopping'),
  } as const;
  const pending = phase === 'starting' || phase === 'stopping';
  // On a phone: "Go Live", "Stop", or only the turning circle.
  const short = { off: words.off, starting: '', live: t('room.stopShort'), stopping: '' } as const;
  return (
    <Button
      variant={phase === 'off' || phase === 'starting' ? 'contained' : 'outlined'}
      disabled={pending}
      aria-busy={pending}
      aria-label={words[phase]}
      onClick={phase === 'off' ? start : stop}
      sx={{
        height: 44,
        borderRadius: 22,
        px: { xs: 1.5, sm: 2 },
        gap: 1,
        whiteSpace: 'nowrap',
        ...(phase === 'off' && { bgcolor: LIVE_RED, color: '#fff', '&:hover': { bgcolor: '#b01b22' } }),
        ...(phase === 'live' && { color: 'text.primary', borderColor: 'text.secondary' }),
      }}
    >
      {pending ? (
        <CircularProgress size={18} color="inherit" aria-hidden="true" />
      ) : (
        <Box component="span" sx={{ display: { xs: phase === 'off' ? 'none' : 'inline', sm: 'inline' } }}>
          <Icon name={phase === 'live' ? 'stop' : 'live'} size={20} />
        </Box>
      )}
      <Box component="span" sx={{ display: { xs: 'none', sm: 'inline' } }}>
        {words[phase]}
      </Box>
      {short[phase] !== '' && (
        <Box component="span" sx={{ display: { xs: 'inline', sm: 'none' } }}>
          {short[phase]}
        </Box>
      )}
    </Button>
  );
}
