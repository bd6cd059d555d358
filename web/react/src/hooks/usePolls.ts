import {
  selectLocalPeerRoleName,
  selectPolls,
  useHMSActions,
  useHMSStore,
  type HMSPoll,
  type HMSPollQuestionType,
} from '@100mslive/react-sdk';
import { randomId, type Poll, type Problem } from '@rostra/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { saidBy } from './useHand';

export interface Polls {
  /** Newest first. */
  readonly polls: readonly Poll[];
  create: (question: string, options: readonly string[]) => void;
  vote: (pollId: string, option: number) => void;
  stop: (pollId: string) => void;
}

/** The SDK exports this only as a type. */
const SINGLE_CHOICE = 'single-choice' as HMSPollQuestionType;

/** The polls of the room with one question of one choice, which is what this app makes. */
export function usePolls(allowed: boolean, report: (problem: Problem) => void): Polls {
  const actions = useHMSActions();
  const known = useHMSStore(selectPolls);
  const role = useHMSStore(selectLocalPeerRoleName) ?? '';
  const [votes, setVotes] = useState<ReadonlyMap<string, number>>(new Map());
  const { interactivityCenter } = actions;

  useEffect(() => {
    // Polls that were started before we came.
    if (allowed) interactivityCenter.getPolls().catch(() => undefined);
  }, [allowed, interactivityCenter]);

  const polls = useMemo(
    () =>
      known
        .filter((poll) => poll.state !== 'created' && poll.questions?.[0]?.type === SINGLE_CHOICE)
        .sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0))
        .map((poll) => toPoll(poll, votes.get(poll.id) ?? null, role)),
    [known, votes, role],
  );

  const run = useCallback(
    (done: Promise<unknown>) =>
      done.catch((error: unknown) => {
        report({ kind: 'poll-failed', ...saidBy(error) });
        throw error;
      }),
    [report],
  );

  return {
    polls,
    create: (question, options) => {
      const questions = [{ text: question, type: SINGLE_CHOICE, options: options.map((text) => ({ text })) }];
      run(interactivityCenter.startPoll({ id: randomId(), title: question, type: 'poll', questions })).catch(
        () => undefined,
      );
    },
    vote: (pollId, option) => {
      const questionIndex = known.find(({ id }) => id === pollId)?.questions?.[0]?.index ?? 1;
      const answers = [{ questionIndex, option }];
      run(interactivityCenter.addResponsesToPoll(pollId, answers)).then(
        () => setVotes((before) => new Map(before).set(pollId, option)),
        () => undefined,
      );
    },
    stop: (pollId) => void run(interactivityCenter.stopPoll(pollId)).catch(() => undefined),
  };
}

function toPoll(poll: HMSPoll, chosen: number | null, role: string): Poll {
  const question = poll.questions?.[0];
  const voters = poll.rolesThatCanVote ?? [];
  return {
    id: poll.id,
    question: question?.text ?? poll.title,
    options: (question?.options ?? []).map(({ index, text, voteCount }) => ({ index, text, votes: voteCount ?? 0 })),
    running: poll.state === 'started',
    chosen,
    mayVote: voters.length === 0 || voters.includes(role),
  };
}
