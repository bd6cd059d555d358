import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { concat, type Piece, type Splitter } from './pieces';
import { splitterFor } from './relayStream';

const recording = (name: string) =>
  new Uint8Array(
    readFileSync(fileURLToPath(new URL(`../../../../media/src/test/resources/recordings/${name}`, import.meta.url))),
  );

function split(splitter: Splitter, bytes: Uint8Array, size: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(...splitter.push(bytes.slice(at, at + size)));
  return pieces;
}

const CLUSTER = [0x1f, 0x43, 0xb6, 0x75];

describe('the splitter for WebM', () => {
  const bytes = recording('chromium-vp8-opus.webm');

  it.each([1, 100, 4096])('loses nothing of a recording that comes in steps of %i bytes', (size) => {
    const pieces = split(splitterFor('video/webm'), bytes, size);
    // Two of its key frames come behind sound in a cluster, and get one of their own.
    const cluster = (timestamp: number) => [new Uint8Array([...CLUSTER, 0xff]), bytes.slice(timestamp, timestamp + 4)];
    const expected = concat([
      bytes.slice(0, 16389),
      ...cluster(16219),
      bytes.slice(16389, 35431),
      ...cluster(35299),
      bytes.slice(35431),
    ]);
    expect(concat(pieces.map((piece) => piece.data))).toEqual(expected);
  });

  it('begins with the header alone', () => {
    const [first, ...rest] = split(splitterFor('video/webm'), bytes, 500);
    expect(first?.init).toBe(true);
    expect(first?.data.length).toBe(189);
    expect(rest.some((piece) => piece.init)).toBe(false);
  });

  it('marks the pieces that begin with a key frame: the recording has three', () => {
    const pieces = split(splitterFor('video/webm'), bytes, 300);
    const keys = pieces.filter((piece) => piece.key);
    expect(keys).toHaveLength(3);
    for (const piece of keys) expect([...piece.data.slice(0, 4)]).toEqual(CLUSTER);
  });

  it('takes sound alone up at any cluster', () => {
    const pieces = split(splitterFor('audio/webm'), recording('chromium-opus.webm'), 700);
    expect(pieces.filter((piece) => piece.key).length).toBeGreaterThan(3);
  });

  it('gives clusters an unknown size, so that frames may be missing', () => {
    const sized = concat([
      bytes.slice(0, 189),
      new Uint8Array([...CLUSTER, 0x8a, 0xe7, 0x81, 0x00, 0xa3, 0x85, 0x81, 0, 0, 0x80, 1]),
    ]);
    const media = split(splitterFor('video/webm'), sized, 1000).at(-1);
    expect([...(media?.data.slice(0, 5) ?? [])]).toEqual([...CLUSTER, 0xff]);
    expect(media?.key).toBe(true);
  });

  it('opens a cluster of the same time for a key frame that comes amid one', () => {
    const sound = [0xa3, 0x85, 0x82, 0, 0, 0x80, 9];
    const key = [0xa3, 0x85, 0x81, 0, 4, 0x80, 1];
    const bytesWithSound = concat([
      bytes.slice(0, 189),
      new Uint8Array([...CLUSTER, 0xff, 0xe7, 0x81, 0x07, ...sound, ...key, ...sound]),
    ]);
    const pieces = split(splitterFor('video/webm'), bytesWithSound, 1000);
    expect(pieces.map(({ init, key }) => [init, key])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
    expect([...(pieces[2]?.data ?? [])]).toEqual([...CLUSTER, 0xff, 0xe7, 0x81, 0x07, ...key, ...sound]);
  });

  it('begins anew with another header', () => {
    const splitter = splitterFor('video/webm');
    split(splitter, bytes, 5000);
    expect(split(splitter, bytes, 5000)[0]?.init).toBe(true);
  });

  it('says that other bytes are no WebM', () => {
    expect(() => splitterFor('video/webm').push(new Uint8Array(20))).toThrow();
  });
});

describe('the splitter for MP4', () => {
  it('cuts header and fragments', () => {
    const bytes = recording('chromium-h264-opus.mp4');
    const pieces = split(splitterFor('video/mp4;codecs=avc1'), bytes, 999);
    expect(pieces.map(({ init, key, data }) => [init, key, data.length])).toEqual([
      [true, false, 1221],
      [false, true, 20214],
      [false, true, 21285],
      [false, true, 7847],
    ]);
  });
});
