package io.rostra.signalling.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.signalling.poll.Ballot;
import io.rostra.signalling.poll.Leaderboard;
import io.rostra.signalling.poll.Poll;
import io.rostra.signalling.poll.PollInfo;
import io.rostra.signalling.poll.PollResult;
import io.rostra.signalling.poll.Question;
import io.rostra.signalling.poll.Vote;
import io.rostra.signalling.poll.Voter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes polls as clients read them.
final class PollJson {

    /// What clients show for a vote that does not count.
    private static final int REFUSED = ErrorCode.BAD_REQUEST.code();

    private PollJson() {}

    static ObjectNode reply(PollReply reply) {
        return switch (reply) {
            case PollReply.Id(var id) -> poll(id);
            case PollReply.Info(var snapshot) -> info(snapshot);
            case PollReply.QuestionsSet(var id, int total) ->
                    poll(id).put("total_questions", total);
            case PollReply.Questions page -> questions(page);
            case PollReply.Run(var id, var seconds) ->
                    poll(id).put("duration", seconds == null ? 0 : seconds);
            case PollReply.Counted counted -> verdicts(counted);
            case PollReply.Responses page -> responses(page);
            case PollReply.Polls(var polls, var last) -> {
                ObjectNode node = Json.object().put("last", last);
                ArrayNode list = node.putArray("polls");
                polls.forEach(snapshot -> list.add(info(snapshot)));
                yield node;
            }
            case PollReply.Result(var id, var result) -> result(id, result);
            case PollReply.Board board -> board(board);
        };
    }

    private static ObjectNode poll(String id) {
        return Json.object().put("poll_id", id);
    }

    static ObjectNode info(Poll.Snapshot poll) {
        PollInfo info = poll.info();
        ObjectNode node =
                poll(info.id())
                        .put("title", info.title())
                        .put("type", info.quiz() ? "quiz" : "poll")
                        .put("state", poll.state().name().toLowerCase(Locale.ROOT))
                        .put("anonymous", info.anonymous())
                        .put("visibility", info.visibility())
                        .put("locked", info.locked() || poll.state() != Poll.State.CREATED)
                        .put("mode", info.mode().name().toLowerCase(Locale.ROOT));
        if (info.seconds() != null) {
            node.put("duration", info.seconds());
        }
        info.vote().forEach(node.putArray("vote")::add);
        info.responses().forEach(node.putArray("responses")::add);
        node.put("created_by", poll.createdBy()).put("created_at", poll.createdAt());
        putRun(node, poll);
        return node.put("questions_count", poll.questions().size());
    }

    private static void putRun(ObjectNode node, Poll.Snapshot poll) {
        if (poll.startedBy() != null) {
            node.put("started_by", poll.startedBy()).put("started_at", poll.startedAt());
        }
        if (poll.state() == Poll.State.STOPPED) {
            node.put("stopped_at", poll.stoppedAt());
            if (poll.stoppedBy() != null) {
                node.put("stopped_by", poll.stoppedBy());
            }
        }
    }

    private static ObjectNode questions(PollReply.Questions page) {
        ObjectNode node = poll(page.pollId()).put("last", page.last());
        ArrayNode list = node.putArray("questions");
        for (Question question : page.questions()) {
            ObjectNode entry = list.addObject();
            entry.set("question", question(question));
            ArrayNode options = entry.putArray("options");
            for (Question.Option option : question.options()) {
                ObjectNode each =
                        options.addObject().put("index", option.index()).put("text", option.text());
                putIfPresent(each, "weight", option.weight());
            }
            Question.Answer answer = question.answer();
            if (answer != null) {
                entry.set("answer", answer(answer));
            }
        }
        return node;
    }

    private static ObjectNode question(Question question) {
        ObjectNode node =
                Json.object()
                        .put("index", question.index())
                        .put("text", question.text())
                        .put("type", question.type().wireName())
                        .put("skippable", question.skippable())
                        .put("once", question.once())
                        .put("weight", question.weight())
                        .put("negative", question.negative());
        putIfPresent(node, "duration", question.seconds());
        putIfPresent(node, "answer_min_len", question.minLength());
        putIfPresent(node, "answer_max_len", question.maxLength());
        return node;
    }

    private static void putIfPresent(ObjectNode node, String name, @Nullable Integer value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static ObjectNode answer(Question.Answer answer) {
        ObjectNode node = Json.object().put("hidden", answer.hidden());
        putIfPresent(node, "option", answer.option());
        if (!answer.options().isEmpty()) {
            answer.options().forEach(node.putArray("options")::add);
        }
        if (answer.text() != null) {
            node.put("text", answer.text());
        }
        return node.put("case", answer.caseSensitive()).put("trim", answer.trim());
    }

    private static ObjectNode verdicts(PollReply.Counted counted) {
        ObjectNode node = poll(counted.pollId());
        ArrayNode list = node.putArray("result");
        for (PollReply.Verdict verdict : counted.verdicts()) {
            ObjectNode entry =
                    list.addObject()
                            .put("question", verdict.question())
                            .put("correct", verdict.correct());
            if (verdict.refusal() != null) {
                entry.putObject("error")
                        .put("code", REFUSED)
                        .put("message", verdict.refusal())
                        .put("description", verdict.refusal());
            }
        }
        return node;
    }

    private static ObjectNode responses(PollReply.Responses page) {
        String pollId = page.poll().info().id();
        ObjectNode node = poll(pollId).put("last", page.last());
        ArrayNode list = node.putArray("responses");
        for (Ballot ballot : page.ballots()) {
            ObjectNode entry = list.addObject().put("final", true);
            entry.set("response", response(page.poll(), ballot));
            entry.set("peer", voter(pollId, ballot.voter(), ballot.key(), page.named()));
        }
        return node;
    }

    private static ObjectNode response(Poll.Snapshot poll, Ballot ballot) {
        Vote vote = ballot.vote();
        ObjectNode node =
                Json.object()
                        .put("response_id", ballot.id())
                        .put("question", vote.question())
                        .put("duration", vote.millis())
                        .put("skipped", vote.skipped())
                        .put("update", ballot.update());
        for (Question question : poll.questions()) {
            if (question.index() == vote.question()) {
                node.put("type", question.type().wireName());
            }
        }
        putIfPresent(node, "option", vote.option());
        if (!vote.options().isEmpty()) {
            vote.options().forEach(node.putArray("options")::add);
        }
        if (vote.text() != null) {
            node.put("text", vote.text());
        }
        return node;
    }

    private static ObjectNode voter(String pollId, Voter voter, String key, boolean named) {
        ObjectNode node = Json.object().put("hash", Voter.hash(pollId, key));
        return node.put("peerid", named ? voter.peerId() : "")
                .put("userid", named ? voter.userId() : "")
                .put("username", named ? voter.userName() : "");
    }

    static ObjectNode result(String pollId, PollResult result) {
        ObjectNode node =
                poll(pollId)
                        .put("max_user", result.maxUsers())
                        .put("total_response", result.totalResponses())
                        .put("user_count", result.voters());
        ArrayNode list = node.putArray("questions");
        for (PollResult.Tally tally : result.questions()) {
            ObjectNode entry =
                    list.addObject()
                            .put("question", tally.question())
                            .put("type", tally.type().wireName());
            tally.options().forEach(entry.putArray("options")::add);
            entry.put("correct", tally.correct())
                    .put("skipped", tally.skipped())
                    .put("total", tally.total());
        }
        return node;
    }

    static ObjectNode stopped(Poll.Snapshot poll) {
        ObjectNode node = poll(poll.info().id()).put("stopped_at", poll.stoppedAt());
        return poll.stoppedBy() == null ? node : node.put("stopped_by", poll.stoppedBy());
    }

    private static ObjectNode board(PollReply.Board reply) {
        Leaderboard board = reply.board();
        String pollId = reply.poll().info().id();
        ObjectNode node =
                poll(pollId)
                        .put("total_users", board.totalUsers())
                        .put("voted_users", board.votedUsers())
                        .put("correct_users", board.correctUsers())
                        .put("avg_time", board.averageMillis())
                        .put("avg_score", board.averageScore())
                        .put("last", reply.last());
        ArrayNode list = node.putArray("questions");
        for (Leaderboard.Entry entry : reply.entries()) {
            list.addObject()
                    .put("position", entry.position())
                    .put("score", entry.score())
                    .put("total_responses", entry.responses())
                    .put("correct_responses", entry.correct())
                    .put("duration", entry.millis())
                    .set("peer", voter(pollId, entry.voter(), entry.key(), reply.named()));
        }
        return node;
    }
}
