/** Seconds of media ahead of the playhead. */
export function bufferAhead(video: HTMLVideoElement): number {
  const { buffered, currentTime } = video;
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime + 0.1 && currentTime <= buffered.end(i)) {
      return buffered.end(i) - currentTime;
    }
  }
  return 0;
}

/** The earliest second one can go back to; null while nothing is known. */
export function seekableStart(video: HTMLVideoElement): number | null {
  return video.seekable.length === 0 ? null : video.seekable.start(0);
}

/** Plays with sound if the browser allows it, else without; `blocked` when it wants a click even for that. */
export async function playOrMute(video: HTMLVideoElement): Promise<'playing' | 'blocked'> {
  if (await tryPlay(video)) {
    return 'playing';
  }
  video.muted = true;
  return (await tryPlay(video)) ? 'playing' : 'blocked';
}

// A play() that is interrupted by a load or a pause is not a refusal.
function tryPlay(video: HTMLVideoElement): Promise<boolean> {
  return video.play().then(
    () => true,
    (error: unknown) => !(error instanceof DOMException && error.name === 'NotAllowedError'),
  );
}
