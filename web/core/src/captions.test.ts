import { describe, expect, it } from 'vitest';
import { current, withTranscripts } from './captions';

const said = (peer_id: string, transcript: string) => ({ peer_id, transcript, final: false });

describe('captions', () => {
  it('replace what the same person said before', () => {
    const first = withTranscripts([], [said('ada', 'good')], 0);
    expect(withTranscripts(first, [said('ada', 'good morning')], 100).map(({ text }) => text)).toEqual([
      'good morning',
    ]);
  });

  it('show the last two who spoke', () => {
    const lines = withTranscripts([], [said('a', 'one'), said('b', 'two'), said('c', 'three')], 0);
    expect(lines.map(({ text }) => text)).toEqual(['two', 'three']);
  });

  it('go away after a while', () => {
    const lines = withTranscripts([], [said('ada', 'good')], 0);
    expect(current(lines, 4999)).toBe(lines);
    expect(current(lines, 5000)).toEqual([]);
  });

  it('keep the end of a long speech, and nothing of what is no text', () => {
    const [line] = withTranscripts([], [said('ada', 'word '.repeat(100) + 'end')], 0);
    expect(line?.text).toMatch(/^…word .*end$/);
    expect(line!.text.length).toBeLessThan(170);
    expect(withTranscripts([], [{ peer_id: 'x', transcript: 7, final: true } as never, said('x', ' ')], 0)).toEqual([]);
  });
});
