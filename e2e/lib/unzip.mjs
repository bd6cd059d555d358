// Takes files out of a zip or jar archive (APPNOTE 6.3 sections 4.3.7, 4.3.12, 4.3.16; no zip64, no encryption).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DEFLATED = 8;

/** Yields `{ name, content() }` for every entry. */
export function* unzip(file) {
  const bytes = readFileSync(file);
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) {
    end--;
  }
  assert.ok(end >= 0, `not a zip archive: ${file}`);
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = bytes.readUInt16LE(end + 10); entry > 0; entry--) {
    assert.equal(bytes.readUInt32LE(at), DIRECTORY_ENTRY, 'central directory entry');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(offset => bytes.readUInt16LE(at + offset));
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const header = bytes.readUInt32LE(at + 42);
    yield {
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      content() {
        const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
        const stored = bytes.subarray(start, start + size);
        return method === DEFLATED ? inflateRawSync(stored) : stored;
      },
    };
    at += 46 + nameLength + extraLength + commentLength;
  }
}
