package io.rostra.platform.api;

import io.rostra.platform.memory.RoomMemory;
import io.rostra.platform.poll.PollDefinition;
import io.rostra.platform.poll.PollDefinition.Question;
import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.PollStore;
import io.rostra.platform.store.PollStore.Response;
import io.rostra.platform.store.PollStore.Stored;
import io.rostra.platform.token.ManagementToken;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// `/v2/polls`: polls that backends write and link to rooms, and what was answered there.
final class PollsResource {

    private final PollStore polls;
    private final RoomMemory memory;
    private final Json json;

    PollsResource(PollStore polls, RoomMemory memory, Json json) {
        this.polls = polls;
        this.memory = memory;
        this.json = json;
    }

    record PollView(
            String id,
            String title,
            int duration,
            boolean anonymous,
            String mode,
            String type,
            String start,
            List<Question> questions) {

        static PollView of(Stored stored) {
            PollDefinition poll = stored.definition();
            return new PollView(
                    stored.id(),
                    poll.title(),
                    poll.duration(),
                    poll.anonymous(),
                    poll.mode(),
                    poll.type(),
                    poll.start(),
                    poll.questions());
        }
    }

    ApiReply create(ManagementToken caller, ApiRequest request) {
        PollDefinition poll = PollReader.poll(json.read(request.body()));
        return ApiReply.ok(PollView.of(polls.create(caller.workspaceId(), poll)));
    }

    ApiReply get(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(PollView.of(stored(caller, request)));
    }

    ApiReply replace(ManagementToken caller, ApiRequest request) {
        Stored old = stored(caller, request);
        PollDefinition poll = PollReader.poll(json.read(request.body()));
        return ApiReply.ok(PollView.of(change(caller, old.id(), _ -> poll)));
    }

    ApiReply putQuestion(ManagementToken caller, ApiRequest request) {
        Stored old = stored(caller, request);
        int index = index(request, "question_id", PollDefinition.MAX_QUESTIONS);
        Question question = PollReader.question(json.read(request.body()), index);
        Stored changed =
                change(
                        caller,
                        old.id(),
                        poll -> {
                            // Directly after the last one there is room for another.
                            requireUpTo(index, poll.questions().size() + 1, "question");
                            return poll.withQuestion(question);
                        });
        return ApiReply.ok(changed.definition().questions().get(index - 1));
    }

    ApiReply deleteQuestion(ManagementToken caller, ApiRequest request) {
        Stored old = stored(caller, request);
        int index = index(request, "question_id", PollDefinition.MAX_QUESTIONS);
        change(
                caller,
                old.id(),
                poll -> {
                    question(poll, index);
                    return poll.withoutQuestion(index);
                });
        return ApiReply.noContent();
    }

    ApiReply putOption(ManagementToken caller, ApiRequest request) {
        Stored old = stored(caller, request);
        int index = index(request, "question_id", PollDefinition.MAX_QUESTIONS);
        int optionIndex = index(request, "option_id", PollDefinition.MAX_OPTIONS);
        PollDefinition.Option option = PollReader.option(json.read(request.body()), optionIndex);
        change(
                caller,
                old.id(),
                poll -> {
                    Question question = question(poll, index);
                    requireChoice(question);
                    requireUpTo(optionIndex, question.options().size() + 1, "option");
                    return poll.withQuestion(question.withOption(option));
                });
        return ApiReply.ok(option);
    }

    ApiReply deleteOption(ManagementToken caller, ApiRequest request) {
        Stored old = stored(caller, request);
        int index = index(request, "question_id", PollDefinition.MAX_QUESTIONS);
        int option = index(request, "option_id", PollDefinition.MAX_OPTIONS);
        change(
                caller,
                old.id(),
                poll -> {
                    Question question = question(poll, index);
                    requireUpTo(option, question.options().size(), "option");
                    if (question.options().size() == 1) {
                        throw new ApiException(
                                ApiError.CONFLICT,
                                "the last option: a question of this type needs one");
                    }
                    return poll.withQuestion(question.withoutOption(option));
                });
        return ApiReply.noContent();
    }

    private static Question question(PollDefinition poll, int index) {
        requireUpTo(index, poll.questions().size(), "question");
        return poll.questions().get(index - 1);
    }

    private static void requireChoice(Question question) {
        if (!question.type().endsWith("-choice")) {
            throw JsonBody.refused("type", "of the question has no options");
        }
    }

    private static void requireUpTo(int index, int most, String what) {
        if (index > most) {
            throw new ApiException(
                    ApiError.NOT_FOUND, "there is no " + what + " " + index + "; they start at 1");
        }
    }

    private static int index(ApiRequest request, String name, int most) {
        String text = request.pathValue(name);
        if (text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new ApiException(
                ApiError.NOT_FOUND, name + " must be a number between 1 and " + most);
    }

    private Stored change(ManagementToken caller, String id, UnaryOperator<PollDefinition> change) {
        return polls.update(caller.workspaceId(), id, change).orElseThrow(PollsResource::unknown);
    }

    private Stored stored(ManagementToken caller, ApiRequest request) {
        String id = request.pathValue("poll_id");
        return (ObjectIds.isValid(id)
                        ? polls.find(caller.workspaceId(), id)
                        : Optional.<Stored>empty())
                .orElseThrow(PollsResource::unknown);
    }

    private static ApiException unknown() {
        return new ApiException(ApiError.NOT_FOUND, "there is no poll with this id");
    }

    // What was answered

    /// @param stoppedAt null while it runs
    record RunView(
            String id,
            String pollId,
            String sessionId,
            String startedAt,
            @Nullable String stoppedAt,
            int totalResponses,
            int uniqueParticipants) {

        static RunView of(PollStore.Run run) {
            return new RunView(
                    run.id(),
                    run.pollId(),
                    run.sessionId(),
                    run.startedAt().toString(),
                    run.stoppedAt() == null ? null : run.stoppedAt().toString(),
                    run.responses(),
                    run.voters());
        }
    }

    /// @param options indexes of those that were chosen; ours
    /// @param update whether it took the place of an earlier one
    record ResponseView(
            String id,
            String pollId,
            String sessionId,
            long duration,
            int question,
            boolean skipped,
            List<Integer> options,
            String text,
            boolean update,
            String originalResponse,
            int retries,
            String sentAt,
            String peerId,
            String userId) {}

    record ResultView(
            String id,
            String pollId,
            String sessionId,
            int question,
            long duration,
            String peerId,
            String userId,
            int score) {}

    record Responses<T>(int limit, List<T> responses, String last) {}

    record Results(int limit, List<ResultView> results, String last) {}

    ApiReply sessions(ManagementToken caller, ApiRequest request) {
        Stored poll = settled(caller, request);
        QueryParams params = request.params();
        int limit = params.limit();
        List<RunView> found =
                polls.runs(poll.id(), params.text("start"), limit).stream()
                        .map(RunView::of)
                        .toList();
        return ApiReply.ok(
                new Responses<>(limit, found, found.isEmpty() ? "" : found.getLast().id()));
    }

    ApiReply session(ManagementToken caller, ApiRequest request) {
        Stored poll = settled(caller, request);
        String session = request.pathValue("session_id");
        return ApiReply.ok(
                (ObjectIds.isValid(session)
                                ? polls.run(poll.id(), session)
                                : Optional.<PollStore.Run>empty())
                        .map(RunView::of)
                        .orElseThrow(() ->
                                new ApiException(
                                        ApiError.NOT_FOUND, "the poll did not run in it")));
    }

    ApiReply responses(ManagementToken caller, ApiRequest request) {
        Stored poll = settled(caller, request);
        boolean hidden = poll.definition().anonymous();
        PollStore.Query query = query(request.params());
        List<ResponseView> found =
                polls.responses(poll.id(), query).stream()
                        .map(each -> responseView(each, hidden))
                        .toList();
        return ApiReply.ok(
                new Responses<>(query.limit(), found, found.isEmpty() ? "" : found.getLast().id()));
    }

    ApiReply response(ManagementToken caller, ApiRequest request) {
        Stored poll = settled(caller, request);
        return ApiReply.ok(responseView(one(poll, request), poll.definition().anonymous()));
    }

    ApiReply results(ManagementToken caller, ApiRequest request) {
        Stored poll = settled(caller, request);
        boolean hidden = poll.definition().anonymous();
        PollStore.Query query = query(request.params());
        List<ResultView> found =
                polls.responses(poll.id(), query).stream()
                        .map(each -> resultView(each, hidden))
                        .toList();
        return ApiReply.ok(
                new Results(query.limit(), found, found.isEmpty() ? "" : found.getLast().id()));
    }

    ApiReply result(ManagementToken caller, ApiRequest request) {
        Stored poll = settled(caller, request);
        return ApiReply.ok(resultView(one(poll, request), poll.definition().anonymous()));
    }

    private static PollStore.Query query(QueryParams params) {
        Boolean all = params.flag("all");
        String question = params.text("question");
        return new PollStore.Query(
                params.text("start"),
                params.limit(),
                all != null && all,
                question == null
                        ? null
                        : params.integer("question", 1, PollDefinition.MAX_QUESTIONS, 1));
    }

    private Response one(Stored poll, ApiRequest request) {
        String id = request.pathValue("id");
        return (ObjectIds.isValid(id) ? polls.response(poll.id(), id) : Optional.<Response>empty())
                .orElseThrow(() ->
                        new ApiException(ApiError.NOT_FOUND, "there is no answer with this id"));
    }

    private Stored settled(ManagementToken caller, ApiRequest request) {
        Waiting.on(memory.settled());
        return stored(caller, request);
    }

    /// @param hidden who answered is nobody's business
    private static ResponseView responseView(Response response, boolean hidden) {
        return new ResponseView(
                response.id(),
                response.pollId(),
                response.sessionId(),
                response.duration(),
                response.question(),
                response.skipped(),
                response.options(),
                response.text(),
                !response.original().isEmpty(),
                response.original(),
                response.retries(),
                response.at().toString(),
                hidden ? "" : response.peerId(),
                hidden ? "" : response.userId());
    }

    private static ResultView resultView(Response response, boolean hidden) {
        return new ResultView(
                response.id(),
                response.pollId(),
                response.sessionId(),
                response.question(),
                response.duration(),
                hidden ? "" : response.peerId(),
                hidden ? "" : response.userId(),
                response.score());
    }
}
