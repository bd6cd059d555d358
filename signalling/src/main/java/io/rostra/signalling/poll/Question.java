package io.rostra.signalling.poll;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// @param index from 1
/// @param seconds that a voter may take, or null
/// @param once an answer is final
/// @param weight points for a right answer
/// @param negative a wrong answer costs as many points
/// @param minLength characters of a text answer, or null
/// @param maxLength characters of a text answer, or null
/// @param answer what is right, or null for a question without right and wrong
public record Question(
        int index,
        String text,
        QuestionType type,
        boolean skippable,
        @Nullable Integer seconds,
        boolean once,
        int weight,
        boolean negative,
        @Nullable Integer minLength,
        @Nullable Integer maxLength,
        List<Option> options,
        @Nullable Answer answer) {

    public Question {
        options = List.copyOf(options);
    }

    /// @param index from 1
    public record Option(int index, String text, @Nullable Integer weight) {}

    /// @param hidden from voters until the poll is over
    /// @param option index of the right one, or null
    /// @param options indexes of all that are right
    /// @param caseSensitive whether the case of a text counts
    /// @param trim whether blanks around a text count not
    public record Answer(
            boolean hidden,
            @Nullable Integer option,
            List<Integer> options,
            @Nullable String text,
            boolean caseSensitive,
            boolean trim) {
        public Answer {
            options = List.copyOf(options);
        }
    }

    public Question withoutAnswer() {
        return new Question(
                index, text, type, skippable, seconds, once, weight, negative, minLength, maxLength,
                options, null);
    }

    /// Whether the vote is right; a question without an answer has no right votes.
    boolean isCorrect(Vote vote) {
        Answer right = answer;
        if (right == null || vote.skipped()) {
            return false;
        }
        return switch (type) {
            case SINGLE_CHOICE -> right.option() != null && right.option().equals(vote.option());
            case MULTIPLE_CHOICE ->
                    !right.options().isEmpty()
                            && Set.copyOf(right.options()).equals(Set.copyOf(vote.options()));
            case SHORT_ANSWER, LONG_ANSWER -> sameText(right, vote.text());
        };
    }

    private static boolean sameText(Answer right, @Nullable String given) {
        String wanted = right.text();
        if (wanted == null || given == null) {
            return false;
        }
        String a = right.trim() ? wanted.strip() : wanted;
        String b = right.trim() ? given.strip() : given;
        return right.caseSensitive() ? a.equals(b) : a.equalsIgnoreCase(b);
    }

    /// Why the vote cannot be taken, or null.
    @Nullable String refuse(Vote vote) {
        if (vote.skipped()) {
            return skippable ? null : "The question cannot be skipped";
        }
        return switch (type) {
            case SINGLE_CHOICE -> {
                Integer option = vote.option();
                yield option != null && hasOption(option) ? null : "There is no such option";
            }
            case MULTIPLE_CHOICE ->
                    !vote.options().isEmpty() && vote.options().stream().allMatch(this::hasOption)
                            ? null
                            : "There is no such option";
            case SHORT_ANSWER, LONG_ANSWER -> refuseText(vote.text());
        };
    }

    private boolean hasOption(int option) {
        return option >= 1 && option <= options.size();
    }

    private @Nullable String refuseText(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "The answer is missing";
        }
        if (minLength != null && text.length() < minLength) {
            return "The answer needs " + minLength + " characters";
        }
        if (maxLength != null && text.length() > maxLength) {
            return "The answer may have " + maxLength + " characters";
        }
        return null;
    }
}
