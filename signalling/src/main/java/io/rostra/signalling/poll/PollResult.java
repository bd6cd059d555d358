package io.rostra.signalling.poll;

import java.util.List;

/// @param maxUsers most members of the room at a time while the poll ran
/// @param voters who answered at least one question
public record PollResult(int maxUsers, int totalResponses, int voters, List<Tally> questions) {

    public PollResult {
        questions = List.copyOf(questions);
    }

    /// The votes for one question.
    ///
    /// @param options votes for each option, in their order; empty for a question without options
    /// @param total skips included
    public record Tally(
            int question,
            QuestionType type,
            List<Integer> options,
            int correct,
            int skipped,
            int total) {
        public Tally {
            options = List.copyOf(options);
        }
    }
}
