import { Box, IconButton } from '@mui/material';
import type { RefObject } from 'react';
import { Icon, type IconName } from '../components/Icon';
import { useLanguage } from '../i18n';

export interface TileActionsProps {
  root: RefObject<HTMLElement>;
  /** A picture is shown. */
  video: boolean;
  pinned: boolean;
  onPin: (() => void) | undefined;
  /** Whose tile it is, for those who hear the buttons. */
  name: string;
}

/** What can be done with a tile; seen on hover and focus, and always where there is no pointer that hovers. */
export function TileActions({ root, video, pinned, onPin, name }: TileActionsProps) {
  const { t } = useLanguage();
  const canFloat = video && document.pictureInPictureEnabled === true;
  const canFill = video && document.fullscreenEnabled === true;
  return (
    <Box
      sx={{
        position: 'absolute',
        top: 6,
        insetInlineEnd: 6,
        zIndex: 1,
        display: 'flex',
        gap: 0.5,
        '@media (hover: hover)': { opacity: pinned ? 1 : 0, 'li:hover > &, li:focus-within > &': { opacity: 1 } },
      }}
    >
      {onPin && (
        <TileButton
          icon="pin"
          label={t(pinned ? 'room.unpin' : 'room.pin', { name })}
          pressed={pinned}
          onClick={onPin}
        />
      )}
      {canFloat && <TileButton icon="float" label={t('room.float', { name })} onClick={() => float(root.current)} />}
      {canFill && (
        <TileButton icon="fullscreen" label={t('room.fill', { name })} onClick={() => toggleFullscreen(root.current)} />
      )}
    </Box>
  );
}

interface TileButtonProps {
  icon: IconName;
  label: string;
  pressed?: boolean;
  onClick: () => void;
}

function TileButton({ icon, label, pressed, onClick }: TileButtonProps) {
  return (
    <IconButton
      size="small"
      aria-label={label}
      title={label}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      onClick={onClick}
      sx={{
        color: pressed ? '#6fd3bf' : '#fff',
        bgcolor: 'rgba(0, 0, 0, 0.6)',
        '&:hover': { bgcolor: 'rgba(0, 0, 0, 0.85)' },
      }}
    >
      <Icon name={icon} size={18} />
    </IconButton>
  );
}

function float(root: HTMLElement | null): void {
  if (document.pictureInPictureElement !== null) {
    void document.exitPictureInPicture().catch(() => undefined);
    return;
  }
  void root
    ?.querySelector('video')
    ?.requestPictureInPicture()
    .catch(() => undefined);
}

export function toggleFullscreen(element: HTMLElement | null): void {
  if (document.fullscreenElement !== null) {
    void document.exitFullscreen().catch(() => undefined);
  } else {
    void element?.requestFullscreen?.().catch(() => undefined);
  }
}
