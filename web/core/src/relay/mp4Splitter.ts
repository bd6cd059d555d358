import { concat, MAX_PENDING, type Piece, type Splitter } from './pieces';

/**
 * Fragmented MP4: the header is everything up to `moov`, a piece everything up to the next `mdat`. Recorders begin a
 * fragment at a key frame or soon have one; Media Source Extensions wait for it by themselves.
 */
export class Mp4Splitter implements Splitter {
  private pending: Uint8Array = new Uint8Array(0);
  private parts: Uint8Array[] = [];

  push(bytes: Uint8Array): readonly Piece[] {
    this.pending = concat([this.pending, bytes]);
    const pieces: Piece[] = [];
    let at = 0;
    while (this.pending.length - at >= 8) {
      const view = new DataView(this.pending.buffer, this.pending.byteOffset + at);
      const size = view.getUint32(0);
      if (size < 8 || size > MAX_PENDING) throw new Error('not fragmented MP4');
      if (at + size > this.pending.length) break;
      const type = String.fromCharCode(...this.pending.subarray(at + 4, at + 8));
      if (type === 'ftyp') this.parts = [];
      this.parts.push(this.pending.slice(at, at + size));
      at += size;
      if (type === 'moov' || type === 'mdat') {
        pieces.push({ data: concat(this.parts), init: type === 'moov', key: type === 'mdat' });
        this.parts = [];
      }
    }
    this.pending = this.pending.slice(at);
    return pieces;
  }
}
