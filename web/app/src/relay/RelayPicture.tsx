import { Box } from '@mui/material';
import { useEffect, useRef } from 'react';
import type { StreamPlayer } from './streamPlayer';

/** Where elements wait that are not shown: out of the document they would stop playing. */
function greenRoom(): HTMLElement {
  let room = document.getElementById('green-room');
  if (room === null) {
    room = document.createElement('div');
    room.id = 'green-room';
    room.hidden = true;
    document.body.append(room);
  }
  return room;
}

/** Somebody else's picture, in the element that plays their sound, too. */
export function RemotePicture({ player, waiting }: { player: StreamPlayer | undefined; waiting: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (player === undefined) return;
    place.current?.append(player.element);
    player.play();
    return () => {
      if (!player.closed) {
        greenRoom().append(player.element);
        player.play();
      }
    };
  }, [player]);
  return (
    <Box sx={{ width: '100%', height: '100%', position: 'relative', display: 'grid', placeItems: 'center' }}>
      <Box component="span" sx={{ fontSize: '0.875rem', opacity: 0.7, px: 2, textAlign: 'center' }}>
        {waiting}
      </Box>
      <Box ref={place} sx={{ position: 'absolute', inset: 0 }} />
    </Box>
  );
}

/** One's own picture, as in a mirror. */
export function LocalPicture({ stream }: { stream: MediaStream | null }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <Box
      component="video"
      ref={video}
      autoPlay
      muted
      playsInline
      sx={{ width: '100%', height: '100%', objectFit: 'cover', transform: 'scaleX(-1)' }}
    />
  );
}
