import { expect, it } from 'vitest';
import { troubleOf } from './trouble';

it.each([
  [400, { code: 400, message: 'Invalid body param', details: ['name is missing'] }, 'refused', 'name is missing'],
  [409, { message: 'Conflict', details: [] }, 'refused', 'Conflict'],
  [401, null, 'logged-out', ''],
  [429, { details: ['wait 4 seconds'] }, 'too-many', 'wait 4 seconds'],
  [500, 'oops', 'failed', ''],
  [503, { details: [7, 'busy'] }, 'failed', 'busy'],
])('explains %i', (status, body, kind, detail) => {
  expect(troubleOf(status, body)).toEqual({ kind, detail });
});
