import { isRecord } from '../appConfig';

/** Why the server did not do what the dashboard asked for. */
export interface Trouble {
  readonly kind: 'unreachable' | 'logged-out' | 'refused' | 'too-many' | 'failed';
  /** The server's own words; empty when it said nothing. */
  readonly detail: string;
}

export const UNREACHABLE: Trouble = { kind: 'unreachable', detail: '' };

/** Reads `{"code":400,"message":"…","details":["name is missing"]}`. */
export function troubleOf(status: number, body: unknown): Trouble {
  return { kind: kindOf(status), detail: detailOf(body) };
}

function kindOf(status: number): Trouble['kind'] {
  switch (status) {
    case 401:
      return 'logged-out';
    case 429:
      return 'too-many';
    default:
      return status >= 400 && status < 500 ? 'refused' : 'failed';
  }
}

function detailOf(body: unknown): string {
  if (!isRecord(body)) {
    return '';
  }
  const details = Array.isArray(body['details']) ? body['details'].filter((each) => typeof each === 'string') : [];
  return details.length > 0 ? details.join('; ') : typeof body['message'] === 'string' ? body['message'] : '';
}
