package io.rostra.platform.api;

import io.rostra.platform.poll.PollDefinition;
import io.rostra.platform.poll.PollDefinition.Answer;
import io.rostra.platform.poll.PollDefinition.Attachment;
import io.rostra.platform.poll.PollDefinition.Option;
import io.rostra.platform.poll.PollDefinition.Question;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads polls from the bodies of requests.
final class PollReader {

    private static final int MAX_TITLE = 256;
    private static final int MAX_TEXT = 1024;
    private static final int MAX_URL = 2048;
    private static final int MAX_ANSWER = 2048;
    private static final int MAX_SECONDS = 12 * 3600;
    private static final int MAX_WEIGHT = 1000;
    private static final int MAX_ATTACHMENTS = 10;

    private PollReader() {}

    static PollDefinition poll(JsonBody body) {
        List<Question> questions = new ArrayList<>();
        List<JsonBody> given = body.list("questions", PollDefinition.MAX_QUESTIONS);
        if (given != null) {
            for (JsonBody each : given) {
                questions.add(question(each, questions.size() + 1));
            }
        }
        return new PollDefinition(
                body.requiredText("title", MAX_TITLE),
                body.integer("duration", 0, MAX_SECONDS, 0),
                body.flag("anonymous", false),
                choice(body, "mode", "userid", List.of("userid", "peerid")),
                choice(body, "type", "poll", List.of("poll", "quiz")),
                choice(body, "start", "auto", List.of("auto", "manual")),
                questions);
    }

    private static String choice(
            JsonBody body, String member, String otherwise, List<String> words) {
        String word = body.choice(member, words);
        return word == null ? otherwise : word;
    }

    /// @param index its place in the poll, whatever the body says
    static Question question(JsonBody body, int index) {
        String type =
                body.choice(
                        "type",
                        List.of("single-choice", "multiple-choice", "short-answer", "long-answer"));
        if (type == null) {
            throw body.bad("type", "is missing");
        }
        boolean choice = type.endsWith("-choice");
        List<Option> options = options(body);
        if (choice && options.isEmpty()) {
            throw body.bad("options", "is missing: a question of this type needs some");
        }
        int least = body.integer("answer_min_len", 0, MAX_ANSWER, choice ? 0 : 1);
        int most = body.integer("answer_max_len", 0, MAX_ANSWER, choice ? 0 : MAX_TEXT);
        if (least > most) {
            throw body.bad("answer_min_len", "must not be more than answer_max_len");
        }
        return new Question(
                index,
                body.requiredText("text", MAX_TEXT),
                text(body, "format", 32, "text"),
                attachments(body),
                body.flag("skippable", true),
                body.integer("duration", 0, MAX_SECONDS, 0),
                body.flag("once", false),
                body.integer("weight", 0, MAX_WEIGHT, 1),
                least,
                most,
                type,
                answer(body.object("answer"), options.size()),
                choice ? options : List.of());
    }

    private static String text(JsonBody body, String member, int longest, String otherwise) {
        String text = body.text(member, longest);
        return text == null ? otherwise : text;
    }

    private static List<Attachment> attachments(JsonBody body) {
        List<Attachment> found = new ArrayList<>();
        List<JsonBody> given = body.list("attachment", MAX_ATTACHMENTS);
        if (given != null) {
            for (JsonBody each : given) {
                found.add(
                        new Attachment(
                                each.requiredText("type", 128), each.requiredText("url", MAX_URL)));
            }
        }
        return found;
    }

    private static List<Option> options(JsonBody body) {
        List<Option> found = new ArrayList<>();
        List<JsonBody> given = body.list("options", PollDefinition.MAX_OPTIONS);
        if (given != null) {
            for (JsonBody each : given) {
                found.add(option(each, found.size() + 1));
            }
        }
        return found;
    }

    static Option option(JsonBody body, int index) {
        return new Option(
                index,
                body.requiredText("text", MAX_TEXT),
                body.integer("weight", 0, MAX_WEIGHT, 1));
    }

    private static @Nullable Answer answer(@Nullable JsonBody body, int options) {
        if (body == null) {
            return null;
        }
        List<Integer> right = body.integers("options", PollDefinition.MAX_OPTIONS, 1, options);
        return new Answer(
                body.flag("hidden", false),
                right == null ? List.of() : right,
                text(body, "text", MAX_ANSWER, ""),
                body.flag("case", false),
                body.flag("trim", true));
    }
}
