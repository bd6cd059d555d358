// What the tutorial keeps in constants comes from the address bar here, so that one build serves every server.
const query = new URLSearchParams(window.location.search);

export const settings = {
  /** Ends in `/`; `api/token` is appended without a separator. */
  tokenEndpoint: query.get('tokenEndpoint') ?? '',
  roomId: query.get('roomId') ?? '',
  /** On plain HTTP the SDK insists on the text `https://`: `http://localhost:8080/#https://`. */
  initEndpoint: query.get('initEndpoint') ?? undefined,
};

export const Role = { BROADCASTER: 'broadcaster', VIEWER: 'hls-viewer' };

/** A string body without Content-Type is a CORS "simple" request: no preflight. */
export async function fetchToken(role) {
  const response = await fetch(`${settings.tokenEndpoint}api/token`, {
    method: 'POST',
    body: JSON.stringify({ user_id: `${Date.now()}`, role, type: 'app', room_id: settings.roomId }),
  });
  const { token } = await response.json();
  return token;
}
