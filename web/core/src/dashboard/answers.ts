/** What the server answers the dashboard, as far as it is shown. Names are those of the wire. */

export interface Page<T> {
  readonly data: readonly T[];
  /** Sent as `start` for the next page. */
  readonly last: string;
}

/** `GET /dashboard/api/session` */
export interface LoginState {
  readonly logged_in: boolean;
  readonly password_set: boolean;
  /** How many are logged in. */
  readonly browsers: number;
}

/** `GET /dashboard/api/overview` */
export interface Overview {
  readonly active: readonly ActiveRoom[];
  readonly days: readonly UsageDay[];
  readonly failures: readonly JoinFailure[];
}

export interface ActiveRoom {
  readonly room_id: string;
  readonly room_name: string;
  readonly session_id: string;
  readonly started_at: string;
  readonly peers: number;
  readonly stream?: {
    readonly id: string;
    readonly status: string;
    readonly url?: string;
    readonly started_at?: string;
  };
}

export interface UsageDay {
  readonly from: string;
  readonly sessions: number;
  readonly peers: number;
  readonly peer_minutes: number;
  readonly streams: number;
  readonly stream_minutes: number;
  readonly join_failures: number;
}

export interface JoinFailure {
  readonly id: string;
  readonly room_id: string;
  readonly room_name: string;
  readonly role: string;
  readonly cause: string;
  readonly at: string;
}

/** `GET /dashboard/api/rooms` */
export interface RoomRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly template_id: string;
  readonly template: string;
  readonly roles: readonly string[];
  readonly peers: number;
  readonly live: boolean;
  /** Whether its audience may see the last recording. */
  readonly replay: boolean;
  readonly created_at: string;
}

export interface RoomCode {
  readonly code: string;
  readonly role: string;
  readonly enabled: boolean;
}

export interface LivePeer {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly joined_at: string;
}

/** `GET /v2/sessions` */
export interface SessionRow {
  readonly id: string;
  readonly room_id: string;
  readonly active: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly peers: Readonly<Record<string, SessionPeer>>;
}

export interface SessionPeer {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly user_id: string;
  readonly joined_at: string;
  readonly left_at?: string;
  readonly reason?: string;
}

/** `GET /v2/sessions/{session_id}/quality` */
export interface SessionQuality {
  /** By peer id, the oldest first. */
  readonly peers: Readonly<Record<string, readonly QualitySample[]>>;
}

export interface QualitySample {
  readonly at: string;
  /** The worst of the half minute before: 0 (disconnected) to 5. */
  readonly score: number;
}

/** `GET /v2/live-streams` */
export interface LiveStream {
  readonly id: string;
  readonly status: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly stopped_at: string | null;
  readonly reason: string;
}

/** `GET /v2/analytics/events` */
export interface FailureEvent {
  readonly id: string;
  readonly timestamp: string;
  readonly data: { readonly user_id: string; readonly role: string; readonly error_message: string };
}

/** `GET /v2/recordings` */
export interface RecordingRow {
  readonly id: string;
  readonly room_id: string;
  readonly status: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly stopped_at: string | null;
  readonly reason?: string;
}

/** `GET /v2/recording-assets` */
export interface RecordingAsset {
  readonly id: string;
  readonly type: string;
  readonly size: number;
  readonly duration: number;
  readonly metadata: { readonly resolution: { readonly width: number; readonly height: number } };
}

/** `GET /v2/analytics/webhooks` */
export interface DeliveryLog {
  readonly events: readonly Delivery[];
  readonly pagination: { readonly current_page: number; readonly total_pages: number; readonly total_items: number };
}

export interface Delivery {
  readonly event_id: string;
  readonly event_name: string;
  readonly room_id: string;
  readonly event_timestamp: string;
  readonly payload: {
    readonly event_data: unknown;
    readonly webhook_url: string;
    readonly original_event_name: string;
    readonly attempts: number;
    readonly error_reason?: string;
  };
}

export interface WebhookTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Shown once, when it was made. */
  readonly signing_secret?: string;
}

/** `GET /v2/workspace` */
export interface Workspace {
  readonly id: string;
  readonly subdomain: string;
  readonly access_key: string;
  readonly retired_keys: readonly { readonly access_key: string; readonly expires_at: string }[];
}

export interface NewKeys {
  readonly access_key: string;
  readonly secret: string;
  readonly grace_hours: number;
}

/** `GET /v2/audit-log` */
export interface AuditEntry {
  readonly id: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly created_at: string;
}

/** `GET /v2/starter-kits` */
export interface StarterKit {
  readonly id: string;
  readonly purpose: string;
  readonly roles: readonly string[];
}

/** What OBS and the like push into a room with. */
export interface StreamKey {
  readonly key: string;
  /** For RTMP. */
  readonly url: string;
  readonly whip_url: string;
}
