/** The sections of the dashboard, in the order of its menu. */
export const sections = [
  'overview',
  'rooms',
  'templates',
  'sessions',
  'recordings',
  'webhooks',
  'developer',
  'settings',
] as const;

export type Section = (typeof sections)[number];

/** Where in the dashboard we are: a section, and in some of them one thing of it. */
export interface Place {
  readonly section: Section;
  readonly id?: string;
}

const HOME: Place = { section: 'overview' };

export function isDashboard(pathname: string): boolean {
  return /^\/dashboard(\/|$)/.test(pathname);
}

/** Reads `/dashboard/rooms/<id>`; whatever is unknown is the overview. */
export function parsePlace(pathname: string): Place {
  const [root, section, id] = pathname.replace(/^\/|\/$/g, '').split('/');
  if (root !== 'dashboard' || section === undefined || !isSection(section)) {
    return HOME;
  }
  return id === undefined || id === '' ? { section } : { section, id: decode(id) };
}

export function placePath(place: Place): string {
  const section = place.section === 'overview' ? '/dashboard' : `/dashboard/${place.section}`;
  return place.id === undefined ? section : `${section}/${encodeURIComponent(place.id)}`;
}

/** The token of a first-run link, which stands in the fragment so that it is sent to nobody. */
export function setupToken(hash: string): string | null {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('setup');
  return token === null || token === '' ? null : token;
}

function isSection(text: string): text is Section {
  return (sections as readonly string[]).includes(text);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
