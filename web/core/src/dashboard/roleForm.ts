/** A role of a template as the template API writes it; the editor changes it in place of a form of its own. */
export interface Role {
  readonly name: string;
  readonly priority: number;
  readonly maxPeerCount: number;
  readonly permissions: Permissions;
  readonly publishParams: PublishParams;
  readonly subscribeParams: SubscribeParams;
}

export const permissionNames = [
  'endRoom',
  'removeOthers',
  'mute',
  'unmute',
  'changeRole',
  'hlsStreaming',
  'rtmpStreaming',
  'browserRecording',
  'pollRead',
  'pollWrite',
  'sendRoomState',
] as const;

export type Permission = (typeof permissionNames)[number];
export type Permissions = Readonly<Record<Permission, boolean>>;

export const publishKinds = ['audio', 'video', 'screen'] as const;
export type PublishKind = (typeof publishKinds)[number];

export const videoCodecs = ['h264', 'vp8', 'vp9', 'av1'] as const;

export interface VideoParams {
  /** kbit/s; absent for no cap. */
  readonly bitRate?: number;
  readonly codec: string;
  readonly frameRate: number;
  readonly width: number;
  readonly height: number;
}

export interface SimulcastLayer {
  readonly rid: string;
  readonly scaleResolutionDownBy: number;
  readonly maxBitrate: number;
  readonly maxFramerate: number;
}

export interface PublishParams {
  readonly allowed: readonly string[];
  readonly audio: { readonly bitRate: number; readonly codec: string };
  readonly video: VideoParams;
  readonly screen: VideoParams;
  readonly simulcast: Readonly<Record<'video' | 'screen', { readonly layers?: readonly SimulcastLayer[] }>>;
}

export interface SubscribeParams {
  readonly subscribeToRoles: readonly string[];
  readonly maxSubsBitRate: number;
  readonly subscribeDegradation?: {
    readonly packetLossThreshold: number;
    readonly degradeGracePeriodSeconds: number;
    readonly recoverGracePeriodSeconds: number;
  };
}

export interface Destinations {
  readonly hlsDestinations: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly rtmpDestinations: Readonly<Record<string, RtmpDestination>>;
  readonly [other: string]: unknown;
}

export interface RtmpDestination {
  readonly name: string;
  readonly rtmpUrls: readonly string[];
  readonly [other: string]: unknown;
}

/** `GET /v2/templates/{id}` */
export interface Template {
  readonly id: string;
  readonly name: string;
  readonly default: boolean;
  readonly roles: Readonly<Record<string, Role>>;
  readonly destinations: Destinations;
  readonly settings: TemplateSettings;
  readonly updatedAt: string;
}

/** `GET /v2/templates/{id}/settings` */
export interface TemplateSettings {
  readonly chatHistory: number;
  readonly roomState: {
    readonly messageInterval: number;
    readonly sendPeerList: boolean;
    readonly stopRoomStateOnJoin: boolean;
    readonly enabled: boolean;
  };
  readonly [other: string]: unknown;
}

/** What is wrong with a field: a key of the dashboard's texts, and what it is filled with. */
export type FieldError =
  | { readonly key: 'form.range'; readonly params: { readonly min: number; readonly max: number } }
  | { readonly key: 'form.name' | 'form.nameTaken' | 'form.ascending' | 'form.rtmpUrl' | 'form.required' };

/** By the way to the field, such as `publishParams.video.width`. */
export type FieldErrors = Readonly<Record<string, FieldError>>;

/** From the best layer to the least. */
const RIDS = ['f', 'h', 'q'] as const;
export const MOST_LAYERS = RIDS.length;

const NAME = /^(?! )[\p{L}\p{M}\p{N} ._:-]{1,128}(?<! )$/u;

/** Everything that the server would refuse, found while one types. */
export function roleErrors(role: Role, otherNames: readonly string[]): FieldErrors {
  const errors: Record<string, FieldError> = {};
  const range = (path: string, value: number, min: number, max: number, whole = true) => {
    if (!(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
      errors[path] = { key: 'form.range', params: { min, max } };
    }
  };
  if (!NAME.test(role.name)) {
    errors['name'] = { key: 'form.name' };
  } else if (otherNames.includes(role.name)) {
    errors['name'] = { key: 'form.nameTaken' };
  }
  range('priority', role.priority, 1, 10);
  range('maxPeerCount', role.maxPeerCount, -1, 20_000);

  const { audio, video, screen, simulcast, allowed } = role.publishParams;
  if (allowed.includes('audio')) {
    range('publishParams.audio.bitRate', audio.bitRate, 16, 128);
  }
  if (allowed.includes('video')) {
    range('publishParams.video.width', video.width, 50, 1920);
    range('publishParams.video.height', video.height, 50, 1080);
    range('publishParams.video.frameRate', video.frameRate, 1, 30);
    range('publishParams.video.bitRate', video.bitRate ?? 256, 30, 2000);
  }
  if (allowed.includes('screen')) {
    range('publishParams.screen.width', screen.width, 480, 1920);
    range('publishParams.screen.height', screen.height, 270, 1080);
    range('publishParams.screen.frameRate', screen.frameRate, 1, 30);
    range('publishParams.screen.bitRate', screen.bitRate ?? 1024, 500, 20_000);
  }
  (simulcast.video.layers ?? []).forEach((layer, index, layers) => {
    const path = `publishParams.simulcast.video.layers.${index}`;
    const before = layers[index - 1];
    range(`${path}.scaleResolutionDownBy`, layer.scaleResolutionDownBy, 1, 12, false);
    range(`${path}.maxBitrate`, layer.maxBitrate, 0, 2000);
    range(`${path}.maxFramerate`, layer.maxFramerate, 1, 30);
    if (before !== undefined && layer.scaleResolutionDownBy <= before.scaleResolutionDownBy) {
      errors[`${path}.scaleResolutionDownBy`] = { key: 'form.ascending' };
    }
  });

  range('subscribeParams.maxSubsBitRate', role.subscribeParams.maxSubsBitRate, 1, 100_000);
  return errors;
}

/** One layer more below the others, half as large, at a third of the rate; nothing when there are enough. */
export function withLayer(layers: readonly SimulcastLayer[], video: VideoParams): readonly SimulcastLayer[] {
  const rid = RIDS[layers.length];
  if (rid === undefined) {
    return layers;
  }
  const last = layers[layers.length - 1];
  const added: SimulcastLayer =
    last === undefined
      ? { rid, scaleResolutionDownBy: 1, maxBitrate: video.bitRate ?? 0, maxFramerate: video.frameRate }
      : {
          rid,
          scaleResolutionDownBy: Math.min(12, last.scaleResolutionDownBy * 2),
          maxBitrate: Math.round(last.maxBitrate / 3),
          maxFramerate: last.maxFramerate,
        };
  return [...layers, added];
}

export function toggled<T>(list: readonly T[], element: T, on: boolean): readonly T[] {
  const others = list.filter((each) => each !== element);
  return on ? [...others, element] : others;
}

/** A role that hears and sees everybody and publishes nothing. */
export function emptyRole(name: string, roles: readonly string[]): Role {
  return {
    name,
    priority: 5,
    maxPeerCount: 0,
    permissions: Object.fromEntries(permissionNames.map((each) => [each, false])) as Permissions,
    publishParams: {
      allowed: [],
      audio: { bitRate: 32, codec: 'opus' },
      video: { bitRate: 1000, codec: 'h264', frameRate: 30, width: 1280, height: 720 },
      screen: { bitRate: 1500, codec: 'h264', frameRate: 10, width: 1920, height: 1080 },
      simulcast: { video: {}, screen: {} },
    },
    subscribeParams: { subscribeToRoles: [...roles], maxSubsBitRate: 3200 },
  };
}

/** A name that no role has yet: `role`, `role-2`, … */
export function freeName(base: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** An RTMP destination while it is edited: its addresses as lines of a text. */
export interface RtmpDraft {
  readonly name: string;
  readonly urls: string;
}

export function rtmpDrafts(destinations: Destinations): readonly RtmpDraft[] {
  return Object.values(destinations.rtmpDestinations ?? {}).map(({ name, rtmpUrls }) => ({
    name,
    urls: rtmpUrls.join('\n'),
  }));
}

/** By `<index>.name` and `<index>.urls`. */
export function rtmpErrors(drafts: readonly RtmpDraft[]): FieldErrors {
  const errors: Record<string, FieldError> = {};
  drafts.forEach(({ name, urls }, index) => {
    if (!NAME.test(name)) {
      errors[`${index}.name`] = { key: 'form.name' };
    } else if (drafts.findIndex((other) => other.name === name) < index) {
      errors[`${index}.name`] = { key: 'form.nameTaken' };
    }
    const lines = linesOf(urls);
    if (lines.length === 0) {
      errors[`${index}.urls`] = { key: 'form.required' };
    } else if (lines.length > 3 || lines.some((line) => !/^rtmps?:\/\/[^\s/]+\/\S+$/.test(line))) {
      errors[`${index}.urls`] = { key: 'form.rtmpUrl' };
    }
  });
  return errors;
}

/** The destinations with these for RTMP; what else was set of one stays. */
export function withRtmp(destinations: Destinations, drafts: readonly RtmpDraft[]): Destinations {
  const before = destinations.rtmpDestinations ?? {};
  return {
    ...destinations,
    rtmpDestinations: Object.fromEntries(
      drafts.map(({ name, urls }) => [name, { ...before[name], name, rtmpUrls: linesOf(urls) }]),
    ),
  };
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
