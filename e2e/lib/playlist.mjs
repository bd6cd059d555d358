// A small reader of HLS playlists (RFC 8216 and its successor draft), strict about what it does not understand.
import assert from 'node:assert/strict';

/** `A=1,B="x,y"` as a map. Throws on anything that is not an attribute list. */
export function parseAttributes(text) {
  const attributes = {};
  const pattern = /([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]+)(,|$)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    assert.ok(match, `not an attribute list: ${text}`);
    assert.ok(!(match[1] in attributes), `attribute ${match[1]} twice: ${text}`);
    attributes[match[1]] = match[2].replace(/^"|"$/g, '');
  }
  return attributes;
}

function lines(text) {
  const all = text.split(/\r?\n/);
  assert.equal(all[0], '#EXTM3U', 'first line');
  assert.equal(all.at(-1), '', 'ends with a line break');
  return all.slice(1).filter(line => line !== '' && !(line.startsWith('#') && !line.startsWith('#EXT')));
}

const split = line => {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1)];
};

export function parseMultivariant(text, baseUrl) {
  const playlist = { variants: [], renditions: [], version: 1, independentSegments: false };
  let pending = null;
  for (const line of lines(text)) {
    const [tag, value] = split(line);
    switch (tag) {
      case '#EXT-X-VERSION':
        playlist.version = Number(value);
        break;
      case '#EXT-X-INDEPENDENT-SEGMENTS':
        playlist.independentSegments = true;
        break;
      case '#EXT-X-MEDIA': {
        const attributes = parseAttributes(value);
        playlist.renditions.push({ ...attributes, url: attributes.URI && new URL(attributes.URI, baseUrl).href });
        break;
      }
      case '#EXT-X-STREAM-INF':
        pending = parseAttributes(value);
        break;
      default:
        assert.ok(!line.startsWith('#'), `unexpected in a multivariant playlist: ${line}`);
        assert.ok(pending, `URI without EXT-X-STREAM-INF: ${line}`);
        playlist.variants.push({ ...pending, url: new URL(line, baseUrl).href });
        pending = null;
    }
  }
  return playlist;
}

export function parseMedia(text, baseUrl) {
  const playlist = {
    version: 1,
    targetDuration: null,
    mediaSequence: 0,
    discontinuitySequence: 0,
    partTarget: null,
    serverControl: null,
    map: null,
    segments: [],
    openParts: [],
    preloadHint: null,
    reports: [],
    ended: false,
    skipped: 0,
  };
  let next = { parts: [] };
  for (const line of lines(text)) {
    const [tag, value] = split(line);
    switch (tag) {
      case '#EXT-X-VERSION':
        playlist.version = Number(value);
        break;
      case '#EXT-X-TARGETDURATION':
        assert.match(value, /^\d+$/);
        playlist.targetDuration = Number(value);
        break;
      case '#EXT-X-MEDIA-SEQUENCE':
        playlist.mediaSequence = Number(value);
        break;
      case '#EXT-X-DISCONTINUITY-SEQUENCE':
        playlist.discontinuitySequence = Number(value);
        break;
      case '#EXT-X-PART-INF':
        playlist.partTarget = Number(parseAttributes(value)['PART-TARGET']);
        break;
      case '#EXT-X-SERVER-CONTROL':
        playlist.serverControl = parseAttributes(value);
        break;
      case '#EXT-X-MAP':
        next.map = new URL(parseAttributes(value).URI, baseUrl).href;
        playlist.map ??= next.map;
        break;
      case '#EXT-X-PROGRAM-DATE-TIME':
        next.programDateTime = Date.parse(value);
        assert.ok(Number.isFinite(next.programDateTime), `not a date: ${value}`);
        break;
      case '#EXT-X-DISCONTINUITY':
        next.discontinuity = true;
        break;
      case '#EXT-X-GAP':
        next.gap = true;
        break;
      case '#EXT-X-PART': {
        const part = parseAttributes(value);
        next.parts.push({
          url: new URL(part.URI, baseUrl).href,
          duration: Number(part.DURATION),
          independent: part.INDEPENDENT === 'YES',
        });
        break;
      }
      case '#EXTINF':
        next.duration = Number(value.split(',')[0]);
        break;
      case '#EXT-X-PRELOAD-HINT':
        playlist.preloadHint = parseAttributes(value);
        break;
      case '#EXT-X-RENDITION-REPORT':
        playlist.reports.push(parseAttributes(value));
        break;
      case '#EXT-X-SKIP':
        playlist.skipped = Number(parseAttributes(value)['SKIPPED-SEGMENTS']);
        break;
      case '#EXT-X-ENDLIST':
        playlist.ended = true;
        break;
      case '#EXT-X-INDEPENDENT-SEGMENTS':
      case '#EXT-X-DATERANGE':
      case '#EXT-X-PLAYLIST-TYPE':
        break;
      default:
        assert.ok(!line.startsWith('#'), `unexpected in a media playlist: ${line}`);
        assert.ok(Number.isFinite(next.duration), `segment without EXTINF: ${line}`);
        playlist.segments.push({ ...next, url: new URL(line, baseUrl).href });
        next = { parts: [] };
    }
  }
  playlist.openParts = next.parts;
  return playlist;
}

export async function fetchPlaylist(url, parse) {
  const response = await fetch(url, {
    headers: { Origin: 'http://elsewhere.example' },
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  assert.equal(response.status, 200, `${url}: ${text}`);
  return { response, text, playlist: parse(text, response.url) };
}
