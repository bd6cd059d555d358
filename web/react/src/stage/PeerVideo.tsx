import { useVideo } from '@100mslive/react-sdk';
import { Box } from '@mui/material';

export interface PeerVideoProps {
  trackId: string | undefined;
  /** One's own camera is mirrored, as in a mirror one expects to see oneself. */
  mirrored: boolean;
  /** A screen is shown whole, a face may lose its edges. */
  whole?: boolean;
}

/** The picture of a track of the room. */
export function PeerVideo({ trackId, mirrored, whole = false }: PeerVideoProps) {
  const { videoRef } = useVideo(trackId === undefined ? {} : { trackId });
  return (
    <Box
      component="video"
      ref={videoRef}
      autoPlay
      muted
      playsInline
      sx={{
        width: '100%',
        height: '100%',
        objectFit: whole ? 'contain' : 'cover',
        transform: mirrored ? 'scaleX(-1)' : 'none',
      }}
    />
  );
}
