import { expect, it } from 'vitest';
import { byImportance, roomLink } from './links';
import { deliveryStatus, failureCause, leaveReason, progressOf } from './words';

it.each([
  ['The room is disabled', 'cause.disabled'],
  ['The room has no role host', 'cause.noRole'],
  ['The token has expired', 'cause.expired'],
  ['The room is full', 'cause.full'],
  ['The room has no place left for the role host', 'cause.full'],
  ['Something new', undefined],
])('explains %s', (cause, key) => {
  expect(failureCause(cause)?.key).toBe(key);
});

it('knows why peers left, and what it does not know', () => {
  expect(leaveReason('peer kicked')).toBe('leave.removed');
  expect(leaveReason('')).toBeNull();
});

it.each([
  ['completed', 'done'],
  ['success', 'done'],
  ['failed', 'failed'],
  ['pending', 'running'],
  ['post_processing', 'running'],
])('%s is %s', (status, progress) => {
  expect(progressOf(status)).toBe(progress);
});

it('reads the outcome of a delivery', () => {
  expect(deliveryStatus('reporter.webhook.delivery.failed')).toBe('failed');
});

it('links to a room with a role, by its code where there is one, the audience last', () => {
  expect(roomLink('https://h', 'r1', 'host', 'abc-defg-hij')).toBe('https://h/join/abc-defg-hij');
  const url = new URL(roomLink('https://h', 'r1', 'hls-viewer'));
  expect([url.searchParams.get('room'), url.searchParams.get('role')]).toEqual(['r1', 'hls-viewer']);
  expect(byImportance(['hls-viewer', 'broadcaster', 'guest', 'host'])).toEqual([
    'broadcaster',
    'host',
    'hls-viewer',
    'guest',
  ]);
});
