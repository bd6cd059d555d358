/** A question with one choice, put to the room. */
export interface Poll {
  readonly id: string;
  readonly question: string;
  readonly options: readonly PollOption[];
  readonly running: boolean;
  /** Index of the option the local peer has chosen, null while it has not. */
  readonly chosen: number | null;
  readonly mayVote: boolean;
}

export interface PollOption {
  readonly index: number;
  readonly text: string;
  readonly votes: number;
}

export const MAX_POLL_OPTIONS = 10;

/** A poll as it is written: the question, and an answer in each line. Null while it is not complete. */
export function pollDraft(question: string, answers: string): { question: string; options: readonly string[] } | null {
  const lines = answers
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const options = [...new Set(lines)];
  const asked = question.trim();
  return asked === '' || options.length < 2 || options.length > MAX_POLL_OPTIONS ? null : { question: asked, options };
}

/** The part of the votes that an option has, in whole percent. */
export function voteShare(poll: Poll, option: PollOption): number {
  const all = poll.options.reduce((sum, { votes }) => sum + votes, 0);
  return all === 0 ? 0 : Math.round((option.votes / all) * 100);
}

/** Results are shown to those who have answered, who cannot, and when it is over. */
export function showsResults(poll: Poll): boolean {
  return !poll.running || poll.chosen !== null || !poll.mayVote;
}
