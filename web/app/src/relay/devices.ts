import { deviceProblem, type Problem } from '@rostra/core';

/** Asks for camera and microphone; when both cannot be had, for one of them. */
export async function openDevices(
  wanted: { audio: boolean; video: boolean },
  report: (problem: Problem) => void,
): Promise<MediaStream | null> {
  if (!wanted.audio && !wanted.video) return null;
  const video = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } };
  const constraints = { audio: wanted.audio, video: wanted.video ? video : false };
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    const problem = deviceProblem(error);
    if (wanted.audio && wanted.video && problem.kind !== 'device-refused') {
      const sound = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
      if (sound !== null) {
        report({ ...problem, device: 'camera' });
        return sound;
      }
      const picture = await navigator.mediaDevices.getUserMedia({ video }).catch(() => null);
      if (picture !== null) {
        report({ ...problem, device: 'microphone' });
        return picture;
      }
    }
    report({ ...problem, device: wanted.audio ? (wanted.video ? 'both' : 'microphone') : 'camera' });
    return null;
  }
}
