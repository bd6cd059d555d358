package io.rostra.signalling.poll;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What its author says of a poll.
///
/// @param quiz whether answers are right or wrong
/// @param seconds after which it stops by itself, or null
/// @param anonymous nobody learns who answered what
/// @param mode what makes two answers those of one voter
/// @param vote roles that may answer; empty for all
/// @param responses roles that may see answers and results; empty for all
public record PollInfo(
        String id,
        String title,
        boolean quiz,
        @Nullable Integer seconds,
        boolean anonymous,
        boolean visibility,
        boolean locked,
        Mode mode,
        List<String> vote,
        List<String> responses) {

    public enum Mode {
        USERID,
        PEERID,
        USERNAME
    }

    public PollInfo {
        vote = List.copyOf(vote);
        responses = List.copyOf(responses);
    }

    public boolean mayVote(String role) {
        return vote.isEmpty() || vote.contains(role);
    }

    public boolean maySeeResponses(String role) {
        return responses.isEmpty() || responses.contains(role);
    }

    public PollInfo withId(String newId) {
        return new PollInfo(
                newId, title, quiz, seconds, anonymous, visibility, locked, mode, vote, responses);
    }
}
