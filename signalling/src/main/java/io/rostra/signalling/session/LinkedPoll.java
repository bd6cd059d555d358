package io.rostra.signalling.session;

import io.rostra.platform.poll.PollDefinition;
import io.rostra.signalling.poll.Poll;
import io.rostra.signalling.poll.PollException;
import io.rostra.signalling.poll.PollInfo;
import io.rostra.signalling.poll.Question;
import io.rostra.signalling.poll.QuestionType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A poll that a backend wrote, as a draft in a room.
final class LinkedPoll {

    private LinkedPoll() {}

    static Poll of(String id, PollDefinition definition, long now) {
        var info =
                new PollInfo(
                        id,
                        definition.title(),
                        definition.quiz(),
                        positive(definition.duration()),
                        definition.anonymous(),
                        false,
                        false,
                        definition.mode().equals("peerid")
                                ? PollInfo.Mode.PEERID
                                : PollInfo.Mode.USERID,
                        List.of(),
                        List.of());
        var poll = new Poll(info, "", now);
        try {
            poll.put(definition.questions().stream().map(LinkedPoll::question).toList());
        } catch (PollException e) {
            throw new IllegalStateException("Backends may have no more questions than peers", e);
        }
        return poll;
    }

    private static Question question(PollDefinition.Question question) {
        QuestionType type =
                QuestionType.of(question.type())
                        .orElseThrow(() -> new IllegalStateException("No type of ours"));
        return new Question(
                question.index(),
                question.text(),
                type,
                question.skippable(),
                positive(question.duration()),
                question.once(),
                question.weight(),
                false,
                positive(question.answerMinLen()),
                positive(question.answerMaxLen()),
                question.options().stream()
                        .map(option ->
                                new Question.Option(option.index(), option.text(), option.weight()))
                        .toList(),
                answer(question.answer(), type));
    }

    private static Question.@Nullable Answer answer(
            PollDefinition.@Nullable Answer answer, QuestionType type) {
        if (answer == null) {
            return null;
        }
        boolean single = type == QuestionType.SINGLE_CHOICE;
        return new Question.Answer(
                answer.hidden(),
                single && !answer.options().isEmpty() ? answer.options().getFirst() : null,
                single ? List.of() : answer.options(),
                answer.text().isEmpty() ? null : answer.text(),
                answer.matchCase(),
                answer.trim());
    }

    private static @Nullable Integer positive(int number) {
        return number > 0 ? number : null;
    }
}
