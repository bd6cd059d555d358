package io.rostra.signalling.rpc;

import io.rostra.signalling.poll.Poll;
import io.rostra.signalling.poll.PollInfo;
import io.rostra.signalling.poll.Question;
import io.rostra.signalling.poll.QuestionType;
import io.rostra.signalling.poll.Vote;
import io.rostra.signalling.rpc.Fields.FieldException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the params of [PollRequest]. Clients send fields of their own beside those of the
/// protocol; they are passed over.
final class PollParams {

    static final int MAX_ID_LENGTH = 128;
    private static final int MAX_TITLE_LENGTH = 256;
    private static final int MAX_TEXT_LENGTH = 1024;
    private static final int MAX_ANSWER_LENGTH = 2048;
    private static final int MAX_SECONDS = 12 * 3600;
    private static final int MAX_WEIGHT = 1000;
    private static final int DEFAULT_WEIGHT = 1;
    private static final int MAX_PAGE = 100;
    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_ROLES = 100;

    private PollParams() {}

    static Request setInfo(Fields params) throws FieldException {
        String type = params.text("type", "poll");
        if (!type.equals("poll") && !type.equals("quiz")) {
            throw new FieldException(params.at("type") + " must be poll or quiz");
        }
        return new PollRequest.SetInfo(
                new PollInfo(
                        limited(params, "poll_id", params.text("poll_id", ""), MAX_ID_LENGTH),
                        limited(params, "title", params.text("title"), MAX_TITLE_LENGTH),
                        type.equals("quiz"),
                        seconds(params),
                        params.flag("anonymous", false),
                        params.flag("visibility", false),
                        params.flag("locked", false),
                        mode(params),
                        params.texts("vote", MAX_ROLES),
                        params.texts("responses", MAX_ROLES)));
    }

    private static PollInfo.Mode mode(Fields params) throws FieldException {
        return switch (params.text("mode", "userid")) {
            case "userid" -> PollInfo.Mode.USERID;
            case "peerid" -> PollInfo.Mode.PEERID;
            case "username" -> PollInfo.Mode.USERNAME;
            default ->
                    throw new FieldException(
                            params.at("mode") + " must be userid, peerid or username");
        };
    }

    /// 0 means no limit, as absence does.
    private static @Nullable Integer seconds(Fields params) throws FieldException {
        int seconds = params.number("duration", 0, MAX_SECONDS, 0);
        return seconds == 0 ? null : seconds;
    }

    static Request setQuestions(Fields params) throws FieldException {
        var questions = new ArrayList<Question>();
        for (Fields entry : params.list("questions", Poll.MAX_QUESTIONS)) {
            questions.add(question(entry));
        }
        return new PollRequest.SetQuestions(params.text("poll_id"), questions);
    }

    private static Question question(Fields entry) throws FieldException {
        Fields question = entry.object("question");
        QuestionType type = type(question);
        var options = new ArrayList<Question.Option>();
        for (Fields option : entry.list("options", Poll.MAX_OPTIONS)) {
            options.add(
                    new Question.Option(
                            options.size() + 1,
                            limited(option, "text", option.text("text"), MAX_TEXT_LENGTH),
                            integer(option, "weight", MAX_WEIGHT)));
        }
        if (type.isChoice() && options.isEmpty()) {
            throw new FieldException(entry.at("options") + " is missing or empty");
        }
        Long index = question.optionalNumber("index", 1, Poll.MAX_QUESTIONS);
        if (index == null) {
            throw new FieldException(question.at("index") + " is missing");
        }
        return new Question(
                index.intValue(),
                limited(question, "text", question.text("text"), MAX_TEXT_LENGTH),
                type,
                question.flag("skippable", false),
                seconds(question),
                question.flag("once", false),
                question.number("weight", 0, MAX_WEIGHT, DEFAULT_WEIGHT),
                question.flag("negative", false),
                integer(question, "answer_min_len", MAX_ANSWER_LENGTH),
                integer(question, "answer_max_len", MAX_ANSWER_LENGTH),
                type.isChoice() ? options : List.of(),
                answer(entry.optionalObject("answer")));
    }

    private static QuestionType type(Fields fields) throws FieldException {
        return QuestionType.of(fields.text("type"))
                .orElseThrow(() ->
                        new FieldException(
                                fields.at("type")
                                        + " must be single-choice, multiple-choice, short-answer"
                                        + " or long-answer"));
    }

    private static Question.@Nullable Answer answer(@Nullable Fields answer) throws FieldException {
        if (answer == null) {
            return null;
        }
        String text = answer.optionalText("text");
        return new Question.Answer(
                answer.flag("hidden", false),
                integer(answer, "option", Poll.MAX_OPTIONS),
                answer.numbers("options", 1, Poll.MAX_OPTIONS, Poll.MAX_OPTIONS),
                text == null ? null : limited(answer, "text", text, MAX_ANSWER_LENGTH),
                answer.flag("case", false),
                answer.flag("trim", false));
    }

    private static @Nullable Integer integer(Fields fields, String name, int most)
            throws FieldException {
        Long value = fields.optionalNumber(name, 0, most);
        return value == null ? null : value.intValue();
    }

    static Request getQuestions(Fields params) throws FieldException {
        return new PollRequest.GetQuestions(params.text("poll_id"), index(params), count(params));
    }

    static Request respond(Fields params) throws FieldException {
        var votes = new ArrayList<Vote>();
        for (Fields each : params.list("responses", Poll.MAX_QUESTIONS)) {
            votes.add(vote(each));
        }
        return new PollRequest.Respond(params.text("poll_id"), votes);
    }

    private static Vote vote(Fields fields) throws FieldException {
        String text = fields.optionalText("text");
        Long option = fields.optionalNumber("option", -1, Poll.MAX_OPTIONS);
        Long question = fields.optionalNumber("question", 1, Poll.MAX_QUESTIONS);
        if (question == null) {
            throw new FieldException(fields.at("question") + " is missing");
        }
        Long millis = fields.optionalNumber("duration", 0, MAX_SECONDS * 1000L);
        return new Vote(
                question.intValue(),
                option == null ? null : option.intValue(),
                fields.numbers("options", 1, Poll.MAX_OPTIONS, Poll.MAX_OPTIONS),
                text == null ? null : limited(fields, "text", text, MAX_ANSWER_LENGTH),
                fields.flag("skipped", false),
                millis == null ? 0 : millis);
    }

    static Request getResponses(Fields params) throws FieldException {
        return new PollRequest.GetResponses(
                params.text("poll_id"), index(params), count(params), params.flag("self", false));
    }

    static Request list(Fields params) throws FieldException {
        String state = params.optionalText("state");
        Poll.State wanted =
                switch (state) {
                    case null -> null;
                    case "created" -> Poll.State.CREATED;
                    case "started" -> Poll.State.STARTED;
                    case "stopped" -> Poll.State.STOPPED;
                    default ->
                            throw new FieldException(
                                    params.at("state") + " must be created, started or stopped");
                };
        return new PollRequest.ListPolls(wanted, count(params), params.optionalText("start"));
    }

    static Request getLeaderboard(Fields params) throws FieldException {
        return new PollRequest.GetLeaderboard(
                params.text("poll_id"),
                count(params),
                params.number("offset", 0, Integer.MAX_VALUE, 0));
    }

    private static int index(Fields params) throws FieldException {
        return params.number("index", 0, Integer.MAX_VALUE, 0);
    }

    private static int count(Fields params) throws FieldException {
        int count = params.number("count", 0, Integer.MAX_VALUE, DEFAULT_PAGE);
        return count == 0 ? DEFAULT_PAGE : Math.min(count, MAX_PAGE);
    }

    private static String limited(Fields fields, String name, String value, int most)
            throws FieldException {
        if (value.length() > most) {
            throw new FieldException(fields.at(name) + " may have " + most + " characters");
        }
        return value;
    }
}
