package io.rostra.signalling.rpc;

import io.rostra.signalling.poll.Poll;
import io.rostra.signalling.poll.PollInfo;
import io.rostra.signalling.poll.Question;
import io.rostra.signalling.poll.Vote;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a peer may ask about polls and quizzes.
public sealed interface PollRequest extends Request {

    /// Makes a poll, or changes one that has not started.
    ///
    /// @param info without an id when the server is to make one
    record SetInfo(PollInfo info) implements PollRequest {}

    record GetInfo(String pollId) implements PollRequest {}

    record SetQuestions(String pollId, List<Question> questions) implements PollRequest {
        public SetQuestions {
            questions = List.copyOf(questions);
        }
    }

    /// @param index how many to pass over
    record GetQuestions(String pollId, int index, int count) implements PollRequest {}

    record Start(String pollId) implements PollRequest {}

    record Stop(String pollId) implements PollRequest {}

    record Respond(String pollId, List<Vote> votes) implements PollRequest {
        public Respond {
            votes = List.copyOf(votes);
        }
    }

    /// @param index how many to pass over
    /// @param self the peer's own alone
    record GetResponses(String pollId, int index, int count, boolean self) implements PollRequest {}

    /// @param state null for any
    /// @param start id of the last poll of the page before, or null
    record ListPolls(Poll.@Nullable State state, int count, @Nullable String start)
            implements PollRequest {}

    record GetResult(String pollId) implements PollRequest {}

    /// @param offset how many to pass over
    record GetLeaderboard(String pollId, int count, int offset) implements PollRequest {}
}
