package io.rostra.signalling.rpc;

import io.rostra.signalling.poll.Ballot;
import io.rostra.signalling.poll.Leaderboard;
import io.rostra.signalling.poll.Poll;
import io.rostra.signalling.poll.PollResult;
import io.rostra.signalling.poll.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Results of requests about polls.
public sealed interface PollReply extends Reply {

    record Id(String pollId) implements PollReply {}

    record Info(Poll.Snapshot poll) implements PollReply {}

    record QuestionsSet(String pollId, int total) implements PollReply {}

    /// @param questions without the answers that the receiver may not see
    record Questions(String pollId, List<Question> questions, boolean last) implements PollReply {
        public Questions {
            questions = List.copyOf(questions);
        }
    }

    /// @param seconds after which it stops by itself, or null
    record Run(String pollId, @Nullable Integer seconds) implements PollReply {}

    record Counted(String pollId, List<Verdict> verdicts) implements PollReply {
        public Counted {
            verdicts = List.copyOf(verdicts);
        }
    }

    /// What became of one vote.
    ///
    /// @param correct false as well when that is not to be known yet
    /// @param refusal why it does not count, or null
    record Verdict(int question, boolean correct, @Nullable String refusal) {}

    /// @param named false to keep the voters' names back
    record Responses(Poll.Snapshot poll, List<Ballot> ballots, boolean named, boolean last)
            implements PollReply {
        public Responses {
            ballots = List.copyOf(ballots);
        }
    }

    /// @param last id of the last poll, or empty when nothing follows
    record Polls(List<Poll.Snapshot> polls, String last) implements PollReply {
        public Polls {
            polls = List.copyOf(polls);
        }
    }

    record Result(String pollId, PollResult result) implements PollReply {}

    /// @param entries of this page
    /// @param named false to keep the voters' names back
    record Board(
            Poll.Snapshot poll,
            Leaderboard board,
            List<Leaderboard.Entry> entries,
            boolean named,
            boolean last)
            implements PollReply {
        public Board {
            entries = List.copyOf(entries);
        }
    }
}
