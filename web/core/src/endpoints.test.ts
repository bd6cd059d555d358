import { expect, it } from 'vitest';
import { absoluteTokenEndpoint, initEndpoint, linkOrigin, tokenUrl } from './endpoints';
import type { RoomId } from './ids';
import { sdkSnippet } from './snippet';

it.each([
  ['https://live.example.org', 'https://live.example.org'],
  ['https://live.example.org:8443', 'https://live.example.org:8443'],
  ['http://localhost:8080', 'http://localhost:8080/#https://'],
])('gives the SDK for %s the endpoint %s', (origin, expected) => {
  expect(initEndpoint(origin)).toBe(expected);
  expect(new URL(initEndpoint(origin)).origin).toBe(origin);
  expect(initEndpoint(origin)).toContain('https://');
});

it.each([
  ['/hmsapi/default/', 'http://localhost:8080/hmsapi/default/api/token'],
  ['/hmsapi/default', 'http://localhost:8080/hmsapi/default/api/token'],
  ['https://tokens.example.org/hmsapi/a/', 'https://tokens.example.org/hmsapi/a/api/token'],
])('asks %s for tokens at %s', (endpoint, expected) => {
  expect(tokenUrl(endpoint, 'http://localhost:8080')).toBe(expected);
  expect(`${absoluteTokenEndpoint(endpoint, 'http://localhost:8080')}api/token`).toBe(expected);
});

it('writes a snippet with the three values and without breaking out of its quotes', () => {
  const snippet = sdkSnippet('http://localhost:8080', '/hmsapi/default/', "r'1" as RoomId, 'broadcaster');
  expect(snippet).toContain("fetch('http://localhost:8080/hmsapi/default/api/token'");
  expect(snippet).toContain("room_id: 'r\\'1'");
  expect(snippet).toContain("initEndpoint: 'http://localhost:8080/#https://'");
});

it.each([
  ['http://localhost:8080', 'https://live.example.org', 'https://live.example.org'],
  ['http://127.0.0.1:8080', '', 'http://127.0.0.1:8080'],
  ['https://other.example.org', 'https://live.example.org', 'https://other.example.org'],
])('gives links made on %s, with the public address %j, the beginning %s', (origin, publicUrl, expected) => {
  expect(linkOrigin(origin, publicUrl)).toBe(expected);
});
