package io.rostra.signalling.poll;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A voter's answer to one question.
///
/// @param question index from 1
/// @param option of a single choice, or null
/// @param options of a multiple choice
/// @param millis that the voter took
public record Vote(
        int question,
        @Nullable Integer option,
        List<Integer> options,
        @Nullable String text,
        boolean skipped,
        long millis) {

    public Vote {
        options = List.copyOf(options);
    }

    /// Without what a question of this type does not ask for.
    Vote fitting(QuestionType type) {
        if (skipped) {
            return new Vote(question, null, List.of(), null, true, millis);
        }
        return switch (type) {
            case SINGLE_CHOICE -> new Vote(question, option, List.of(), null, false, millis);
            case MULTIPLE_CHOICE ->
                    new Vote(
                            question,
                            null,
                            options.stream().distinct().sorted().toList(),
                            null,
                            false,
                            millis);
            case SHORT_ANSWER, LONG_ANSWER ->
                    new Vote(question, null, List.of(), text, false, millis);
        };
    }
}
