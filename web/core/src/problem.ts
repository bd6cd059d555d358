/** Which device a problem is about; `both` also when the browser did not say. */
export type Device = 'camera' | 'microphone' | 'both';

/** Everything that can go wrong and that we can explain. Titles and advice live in the dictionaries. */
export const problemKinds = [
  'device-refused',
  'device-refused-by-system',
  'device-missing',
  'device-in-use',
  'device-lost',
  'device-unsuitable',
  'microphone-silent',
  'device-failed',
  'sound-blocked',
  'insecure-page',
  'browser-too-old',
  'server-unreachable',
  'connection-lost',
  'media-blocked',
  'token-invalid',
  'token-failed',
  'guests-not-allowed',
  'code-unknown',
  'code-disabled',
  'room-not-found',
  'join-refused',
  'too-many-requests',
  'server-error',
  'config-invalid',
  'stream-start-failed',
  'stream-stop-failed',
  'message-failed',
  'relay-room-not-found',
  'relay-closed',
  'room-full',
  'media-unusable',
  'recording-unsupported',
  'recording-failed',
  'push-failed',
  'screen-share-failed',
  'moderation-failed',
  'poll-failed',
  'hand-failed',
  'role-change-refused',
  'embed-on-stage',
  'removed',
  'room-ended',
  'unknown',
] as const;

export type ProblemKind = (typeof problemKinds)[number];

export interface Problem {
  readonly kind: ProblemKind;
  readonly device?: Device;
  /** What the server or the browser said, shown small below our words. */
  readonly detail?: string;
}

/** The parts of the SDK's exception that we read; any thrown value may arrive here. */
interface SdkError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly description?: unknown;
}

/** Turns whatever the SDK threw or reported into a problem. `secureContext` is that of the page. */
export function problemOf(error: unknown, secureContext: boolean): Problem {
  const { code, message, description } = (typeof error === 'object' && error !== null ? error : {}) as SdkError;
  const text = typeof message === 'string' ? message : '';
  const said = typeof description === 'string' && description !== '' ? description : text;
  if (typeof code !== 'number') {
    return { kind: 'unknown', ...withDetail(said) };
  }
  const kind = code === 403 && /full/i.test(said) ? 'room-full' : kindOfCode(code, secureContext);
  if (kind.startsWith('device-')) {
    return { kind, device: deviceOf(text) };
  }
  return { kind, ...withDetail(kind === 'sound-blocked' || kind === 'insecure-page' ? '' : said) };
}

function withDetail(text: string): { detail?: string } {
  return text === '' ? {} : { detail: text };
}

// Codes below 1000 are HTTP statuses the server answered with, on `/init` or in a reply; the others are the SDK's own.
function kindOfCode(code: number, secureContext: boolean): ProblemKind {
  const known = sdkCodes.get(code);
  if (known !== undefined) {
    return known === 'insecure-page' && secureContext ? 'browser-too-old' : known;
  }
  if (code >= 400 && code < 500) {
    return 'join-refused';
  }
  if ((code >= 500 && code < 600) || (code >= 2000 && code < 3000)) {
    return 'server-error';
  }
  if (code >= 3000 && code < 4000) {
    return 'device-failed';
  }
  return code >= 4000 && code < 5000 ? 'media-blocked' : 'unknown';
}

const sdkCodes: ReadonlyMap<number, ProblemKind> = new Map<number, ProblemKind>([
  [401, 'token-invalid'],
  [403, 'token-invalid'],
  [404, 'room-not-found'],
  [429, 'too-many-requests'],
  [1000, 'connection-lost'],
  [1003, 'connection-lost'],
  [1006, 'connection-lost'],
  [2002, 'server-unreachable'],
  [2003, 'server-unreachable'],
  [2004, 'token-invalid'],
  [3001, 'device-refused'],
  [3002, 'device-missing'],
  [3003, 'device-in-use'],
  [3004, 'device-lost'],
  [3005, 'device-missing'],
  [3008, 'sound-blocked'],
  [3009, 'device-unsuitable'],
  [3010, 'microphone-silent'],
  [3011, 'device-refused-by-system'],
  [3014, 'device-missing'],
  [3015, 'device-in-use'],
  [6010, 'insecure-page'],
  [6011, 'insecure-page'],
]);

// The SDK names the devices at the end of its message: "audio", "video" or "audio, video".
function deviceOf(message: string): Device {
  const audio = /audio/i.test(message);
  const video = /video/i.test(message);
  if (audio === video) {
    return 'both';
  }
  return audio ? 'microphone' : 'camera';
}

/** The same for what `getUserMedia` threw. The texts of browsers differ; the names are specified. */
export function deviceProblem(error: unknown, device: Device = 'both'): Problem {
  const { name, message } = (typeof error === 'object' && error !== null ? error : {}) as Partial<Error>;
  switch (name) {
    case 'NotAllowedError':
      return { kind: /system/i.test(message ?? '') ? 'device-refused-by-system' : 'device-refused', device };
    case 'SecurityError':
      return { kind: 'device-refused', device };
    case 'NotFoundError':
      return { kind: 'device-missing', device };
    case 'NotReadableError':
    case 'AbortError':
      return { kind: 'device-in-use', device };
    case 'OverconstrainedError':
      return { kind: 'device-unsuitable', device };
    default:
      return { kind: 'device-failed', device };
  }
}

/** Two problems are the same notice to the reader, whatever the server said in addition. */
export function sameProblem(a: Problem, b: Problem): boolean {
  return a.kind === b.kind && a.device === b.device;
}
