// A data-channel-only offer, as the SDK's publish connection makes it for `join`.
const FINGERPRINT = Array.from({ length: 32 }, (_, i) =>
  (0xa0 ^ (i * 7)).toString(16).padStart(2, '0').toUpperCase(),
).join(':');

export const joinOffer = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:Xk3q',
  'a=ice-pwd:fZ5pXk3qTq1mN8bV2cR7sL0w',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${FINGERPRINT}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
  '',
].join('\r\n');

/** Texts that are not SDP, or only nearly. */
export const brokenOffers = {
  empty: '',
  prose: 'this is not a session description',
  'truncated in the middle of a line': joinOffer.slice(0, joinOffer.indexOf('fingerprint') + 20),
  'without ICE credentials': joinOffer.replace(/a=ice-(ufrag|pwd).*\r\n/g, ''),
  'without a fingerprint': joinOffer.replace(/a=fingerprint.*\r\n/, ''),
  'a bad fingerprint': joinOffer.replace(/a=fingerprint.*\r\n/, 'a=fingerprint:sha-256 ZZ:ZZ\r\n'),
  'a number where none fits': joinOffer.replace('m=application 9', 'm=application 99999999999999999999'),
  'ten thousand sections': joinOffer + 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\n'.repeat(10_000),
};
