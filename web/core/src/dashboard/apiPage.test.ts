import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiGroups, curlLine, searchApi } from './apiPage';

const description: unknown = JSON.parse(
  readFileSync('../platform/src/main/resources/io/rostra/platform/api/openapi.json', 'utf8'),
);
const groups = apiGroups(description);
const operation = (method: string, path: string) =>
  groups.flatMap(({ operations }) => operations).find((each) => each.method === method && each.path === path);

describe('the page of the server API', () => {
  it('has everything that the description has, with words for each', () => {
    const all = groups.flatMap(({ operations }) => operations);
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(({ summary }) => summary === '')).toEqual([]);
    expect(new Set(all.map(({ method, path }) => `${method} ${path}`)).size).toBe(all.length);
  });

  it('gives an example of bodies and answers', () => {
    const made = operation('POST', '/v2/rooms');
    expect(JSON.parse(made?.body ?? '')).toHaveProperty('name');
    expect(JSON.parse(made?.answer ?? '')).toHaveProperty('id');
    expect(JSON.parse(operation('GET', '/v2/rooms')?.answer ?? '').data).toHaveLength(1);
  });

  it('lists parameters', () => {
    expect(operation('GET', '/v2/rooms')?.parameters.find(({ name }) => name === 'limit')).toMatchObject({
      place: 'query',
      type: 'integer',
      required: false,
    });
  });

  it('finds operations by words', () => {
    const found = searchApi(groups, 'post ROOM-codes').flatMap(({ operations }) => operations);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ method, path }) => method === 'POST' && path.includes('room-codes'))).toBe(true);
    expect(searchApi(groups, 'nothing like that')).toEqual([]);
    expect(searchApi(groups, ' ')).toEqual(groups);
  });

  it('writes a command line that a shell takes', () => {
    expect(
      curlLine('http://localhost:8080', {
        method: 'POST',
        path: '/v2/rooms',
        summary: '',
        parameters: [],
        body: '{"name":"Ada\'s"}',
        answer: null,
      }),
    ).toBe(
      `curl -X POST 'http://localhost:8080/v2/rooms' \\\n  -H "Authorization: Bearer $TOKEN" \\\n  -d '{"name":"Ada'\\''s"}'`,
    );
  });

  it('is empty for what is no description', () => {
    for (const nothing of [null, [], 'x', {}, { paths: 7 }, { paths: { '/a': { get: 1 } } }]) {
      expect(apiGroups(nothing)).toEqual([]);
    }
  });
});
