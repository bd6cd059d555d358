package io.rostra.platform.poll;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A poll or quiz as a backend wrote it, before anybody answers.
///
/// @param duration seconds after which it stops by itself, 0 for never
/// @param mode what makes two answers those of one voter: `userid` or `peerid`
/// @param type `poll` or `quiz`
/// @param start `auto` to begin with the session of a room it is linked to, or `manual`
public record PollDefinition(
        String title,
        int duration,
        boolean anonymous,
        String mode,
        String type,
        String start,
        List<Question> questions) {

    public static final int MAX_QUESTIONS = 50;
    public static final int MAX_OPTIONS = 50;

    public PollDefinition {
        questions = List.copyOf(questions);
    }

    public boolean quiz() {
        return type.equals("quiz");
    }

    public boolean startsByItself() {
        return start.equals("auto");
    }

    /// @param index from 1
    /// @param duration seconds that a voter may take, 0 for any
    /// @param once an answer is final
    /// @param type `single-choice`, `multiple-choice`, `short-answer` or `long-answer`
    /// @param answer what is right, or null for a question without right and wrong
    public record Question(
            int index,
            String text,
            String format,
            List<Attachment> attachment,
            boolean skippable,
            int duration,
            boolean once,
            int weight,
            int answerMinLen,
            int answerMaxLen,
            String type,
            @Nullable Answer answer,
            List<Option> options) {
        public Question {
            attachment = List.copyOf(attachment);
            options = List.copyOf(options);
        }

        Question at(int newIndex) {
            return new Question(
                    newIndex,
                    text,
                    format,
                    attachment,
                    skippable,
                    duration,
                    once,
                    weight,
                    answerMinLen,
                    answerMaxLen,
                    type,
                    answer,
                    options);
        }

        /// With this option in place of the one of its index, or after the last.
        public Question withOption(Option option) {
            List<Option> changed = new ArrayList<>(options);
            if (option.index() > options.size()) {
                changed.add(option);
            } else {
                changed.set(option.index() - 1, option);
            }
            return with(answer, changed);
        }

        /// Later options move up, and what is right with them.
        public Question withoutOption(int index) {
            List<Option> left = new ArrayList<>();
            for (Option option : options) {
                if (option.index() != index) {
                    left.add(new Option(left.size() + 1, option.text(), option.weight()));
                }
            }
            Answer right = answer;
            return with(right == null ? null : right.withoutOption(index), left);
        }

        private Question with(@Nullable Answer newAnswer, List<Option> newOptions) {
            return new Question(
                    index,
                    text,
                    format,
                    attachment,
                    skippable,
                    duration,
                    once,
                    weight,
                    answerMinLen,
                    answerMaxLen,
                    type,
                    newAnswer,
                    newOptions);
        }
    }

    /// @param type MIME type
    public record Attachment(String type, String url) {}

    /// @param hidden from voters until the poll is over
    /// @param options indexes of all that are right
    /// @param matchCase whether the case of a text counts
    /// @param trim whether blanks around a text count not
    public record Answer(
            boolean hidden,
            List<Integer> options,
            String text,
            @JsonProperty("case") boolean matchCase,
            boolean trim) {
        public Answer {
            options = List.copyOf(options);
        }

        Answer withoutOption(int index) {
            return new Answer(
                    hidden,
                    options.stream()
                            .filter(each -> each != index)
                            .map(each -> each > index ? each - 1 : each)
                            .toList(),
                    text,
                    matchCase,
                    trim);
        }
    }

    /// @param index from 1
    public record Option(int index, String text, int weight) {}

    /// With this question in place of the one of its index, or after the last.
    public PollDefinition withQuestion(Question question) {
        List<Question> changed = new ArrayList<>(questions);
        if (question.index() > questions.size()) {
            changed.add(question);
        } else {
            changed.set(question.index() - 1, question);
        }
        return with(changed);
    }

    /// Later questions move up.
    public PollDefinition withoutQuestion(int index) {
        List<Question> left = new ArrayList<>();
        for (Question question : questions) {
            if (question.index() != index) {
                left.add(question.at(left.size() + 1));
            }
        }
        return with(left);
    }

    private PollDefinition with(List<Question> newQuestions) {
        return new PollDefinition(title, duration, anonymous, mode, type, start, newQuestions);
    }
}
