import { deviceProblem, type Problem } from '@rostra/core';

/** Asks for camera and microphone; when both cannot be had, for one of them. */
export async function openDevices(
  wanted: MediaStreamConstraints,
  report: (problem: Problem) => void,
): Promise<MediaStream | null> {
  const { audio, video } = wanted;
  if (!audio && !video) return null;
  if (navigator.mediaDevices === undefined) {
    report({ kind: isSecureContext ? 'browser-too-old' : 'insecure-page' });
    return null;
  }
  try {
    return await navigator.mediaDevices.getUserMedia(wanted);
  } catch (error) {
    const problem = deviceProblem(error);
    if (audio && video && problem.kind !== 'device-refused') {
      const sound = await navigator.mediaDevices.getUserMedia({ audio }).catch(() => null);
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
    report({ ...problem, device: audio ? (video ? 'both' : 'microphone') : 'camera' });
    return null;
  }
}
