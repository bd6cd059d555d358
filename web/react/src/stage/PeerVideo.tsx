import { useVideo } from '@100mslive/react-sdk';
import { Box } from '@mui/material';

/** The picture of a track of the room; one's own is mirrored, as in a mirror one expects to see oneself. */
export function PeerVideo({ trackId, mirrored }: { trackId: string | undefined; mirrored: boolean }) {
  const { videoRef } = useVideo(trackId === undefined ? {} : { trackId });
  return (
    <Box
      component="video"
      ref={videoRef}
      autoPlay
      muted
      playsInline
      sx={{ width: '100%', height: '100%', objectFit: 'cover', transform: mirrored ? 'scaleX(-1)' : 'none' }}
    />
  );
}
