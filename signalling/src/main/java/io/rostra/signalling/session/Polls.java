package io.rostra.signalling.session;

import io.rostra.platform.poll.PollDefinition;
import io.rostra.sfu.net.EventLoop;
import io.rostra.signalling.poll.Ballot;
import io.rostra.signalling.poll.Leaderboard;
import io.rostra.signalling.poll.Poll;
import io.rostra.signalling.poll.PollException;
import io.rostra.signalling.poll.PollInfo;
import io.rostra.signalling.poll.Question;
import io.rostra.signalling.poll.Vote;
import io.rostra.signalling.poll.Voter;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.PollReply;
import io.rostra.signalling.rpc.PollReply.Verdict;
import io.rostra.signalling.rpc.PollRequest;
import io.rostra.signalling.rpc.RequestException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The polls of a session: who may make them, vote in them and see what. They end with the session.
/// Confined to the room's event loop.
///
/// | permission | drafts | running and stopped polls | answers of others |
/// |---|---|---|---|
/// | `pollWrite` | makes, sees, starts, stops | all | all but the names in an anonymous poll |
/// | `pollRead` | no | answers, if its role may vote | if its role is among `responses` |
final class Polls {

    private static final int MAX_POLLS = 100;

    /// Results are told no more often than this.
    private static final Duration STATS_INTERVAL = Duration.ofSeconds(1);

    private final Roster roster;
    private final EventLoop loop;
    private final InstantSource clock;
    private final Journal journal;
    private final Chronicle chronicle;
    private Map<String, PollDefinition> linked = Map.of();
    private final Map<String, Poll> polls = new LinkedHashMap<>();
    private final Map<String, EventLoop.Timer> endings = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private EventLoop.@Nullable Timer statsTimer;

    Polls(
            Roster roster,
            EventLoop loop,
            InstantSource clock,
            Journal journal,
            Chronicle chronicle) {
        this.roster = roster;
        this.loop = loop;
        this.clock = clock;
        this.journal = journal;
        this.chronicle = chronicle;
    }

    /// What the backend has linked to the room, for the sessions to come.
    void link(Map<String, PollDefinition> definitions) {
        linked = definitions;
    }

    /// A session begins: it has the linked polls, and those that start by themselves run.
    void begin() {
        linked.forEach((id, definition) -> {
            Poll poll = LinkedPoll.of(id, definition, clock.millis());
            polls.put(id, poll);
            keep(poll);
            if (definition.startsByItself() && !poll.questions().isEmpty()) {
                startLinked(poll);
            }
        });
    }

    private void startLinked(Poll poll) {
        try {
            poll.start("", roster.memberCount(), clock.millis());
            keep(poll);
            endInTime(poll, clock.millis());
            chronicle.pollStarted(poll.id());
        } catch (PollException e) {
            throw new IllegalStateException("It is new and has questions", e);
        }
    }

    /// A ballot as kept over a restart.
    record KeptBallot(String pollId, Ballot ballot) {}

    void restore(Kept kept) {
        Map<String, List<Ballot>> ballots = new HashMap<>();
        for (KeptBallot each : kept.all(Kept.BALLOT, KeptBallot.class)) {
            ballots.computeIfAbsent(each.pollId(), _ -> new ArrayList<>()).add(each.ballot());
        }
        for (Poll.Snapshot snapshot : kept.all(Kept.POLL, Poll.Snapshot.class)) {
            String id = snapshot.info().id();
            Poll poll = Poll.restore(snapshot, ballots.getOrDefault(id, List.of()));
            polls.put(id, poll);
            if (poll.state() == Poll.State.STARTED) {
                endInTime(poll, snapshot.startedAt());
            }
        }
    }

    void handle(Peer peer, PollRequest request, Responder responder) throws RequestException {
        try {
            switch (request) {
                case PollRequest.SetInfo(var info) -> responder.reply(setInfo(peer, info));
                case PollRequest.SetQuestions(var id, var questions) ->
                        responder.reply(setQuestions(peer, id, questions));
                case PollRequest.Start(var id) -> start(peer, id, responder);
                case PollRequest.Stop(var id) -> stop(peer, id, responder);
                case PollRequest.Respond(var id, var votes) ->
                        responder.reply(respond(peer, id, votes));
                case PollRequest.GetInfo(var id) ->
                        responder.reply(new PollReply.Info(visible(peer, id).snapshot()));
                case PollRequest.GetQuestions get -> responder.reply(questions(peer, get));
                case PollRequest.GetResponses get -> responder.reply(responses(peer, get));
                case PollRequest.ListPolls list -> responder.reply(list(peer, list));
                case PollRequest.GetResult(var id) ->
                        responder.reply(new PollReply.Result(id, readable(peer, id).result()));
                case PollRequest.GetLeaderboard get -> responder.reply(leaderboard(peer, get));
            }
        } catch (PollException e) {
            throw new RequestException(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static boolean mayWrite(Peer peer) {
        return peer.role().permissions().pollWrite();
    }

    private static boolean mayRead(Peer peer) {
        return peer.role().permissions().pollRead() || mayWrite(peer);
    }

    private static void requireWrite(Peer peer) throws RequestException {
        Permission.require(peer, mayWrite(peer), "make, start or stop polls");
    }

    private Poll existing(String id) throws RequestException {
        Poll poll = polls.get(id);
        if (poll == null) {
            throw new RequestException(ErrorCode.NOT_FOUND, "There is no poll " + id);
        }
        return poll;
    }

    /// A draft is there for those alone who may make polls.
    private Poll visible(Peer peer, String id) throws RequestException {
        Permission.require(peer, mayRead(peer), "see polls");
        Poll poll = existing(id);
        if (poll.state() == Poll.State.CREATED && !mayWrite(peer)) {
            throw new RequestException(ErrorCode.NOT_FOUND, "There is no poll " + id);
        }
        return poll;
    }

    private static boolean maySeeResponses(Peer peer, Poll poll) {
        return mayWrite(peer) || (mayRead(peer) && poll.info().maySeeResponses(peer.role().name()));
    }

    private Poll readable(Peer peer, String id) throws RequestException {
        Poll poll = visible(peer, id);
        Permission.require(peer, maySeeResponses(peer, poll), "see the answers of this poll");
        return poll;
    }

    // Making

    private PollReply setInfo(Peer peer, PollInfo info) throws RequestException, PollException {
        requireWrite(peer);
        String id = info.id().isEmpty() ? UUID.randomUUID().toString() : info.id();
        Poll poll = polls.get(id);
        if (poll == null) {
            if (polls.size() >= MAX_POLLS) {
                throw new RequestException(
                        ErrorCode.TOO_LARGE, "A session may have " + MAX_POLLS + " polls");
            }
            poll = new Poll(info.withId(id), peer.id(), clock.millis());
            polls.put(id, poll);
        } else {
            poll.edit(info);
        }
        keep(poll);
        return new PollReply.Id(id);
    }

    private PollReply setQuestions(Peer peer, String id, List<Question> questions)
            throws RequestException, PollException {
        requireWrite(peer);
        Poll poll = existing(id);
        poll.put(questions);
        keep(poll);
        return new PollReply.QuestionsSet(id, poll.questions().size());
    }

    private void keep(Poll poll) {
        journal.put(Kept.POLL + poll.id(), poll.snapshot());
    }

    // Running

    private void start(Peer peer, String id, Responder responder)
            throws RequestException, PollException {
        requireWrite(peer);
        Poll poll = existing(id);
        boolean news = poll.start(peer.id(), roster.memberCount(), clock.millis());
        responder.reply(new PollReply.Run(id, poll.info().seconds()));
        if (news) {
            keep(poll);
            endInTime(poll, clock.millis());
            chronicle.pollStarted(id);
            roster.tell(new Notification.PollStart(poll.snapshot()), Polls::mayRead);
        }
    }

    private void endInTime(Poll poll, long startedAt) {
        Integer seconds = poll.info().seconds();
        if (seconds != null) {
            long left = startedAt + seconds * 1000L - clock.millis();
            endings.put(
                    poll.id(),
                    loop.schedule(Duration.ofMillis(Math.max(0, left)), () -> timeIsOver(poll)));
        }
    }

    private void timeIsOver(Poll poll) {
        try {
            end(poll, null);
        } catch (PollException e) {
            throw new IllegalStateException("Only what was started has an end", e);
        }
    }

    private void stop(Peer peer, String id, Responder responder)
            throws RequestException, PollException {
        requireWrite(peer);
        Poll poll = existing(id);
        end(poll, peer.id());
        responder.reply(new PollReply.Run(id, poll.info().seconds()));
    }

    /// @param by null when its time is over
    private void end(Poll poll, @Nullable String by) throws PollException {
        EventLoop.Timer ending = endings.remove(poll.id());
        if (ending != null) {
            ending.cancel();
        }
        if (poll.stop(by, clock.millis())) {
            keep(poll);
            chronicle.pollStopped(poll.id());
            roster.tell(new Notification.PollStop(poll.snapshot()), Polls::mayRead);
        }
    }

    private PollReply respond(Peer peer, String id, List<Vote> votes) throws RequestException {
        Poll poll = visible(peer, id);
        Permission.require(peer, poll.info().mayVote(peer.role().name()), "answer this poll");
        if (poll.state() != Poll.State.STARTED) {
            throw new RequestException(ErrorCode.BAD_REQUEST, "The poll is not running");
        }
        var voter = new Voter(peer.id(), peer.userId(), peer.name());
        var verdicts = new ArrayList<Verdict>();
        for (Vote vote : votes) {
            verdicts.add(count(poll, voter, vote));
        }
        return new PollReply.Counted(id, verdicts);
    }

    private Verdict count(Poll poll, Voter voter, Vote vote) {
        try {
            Ballot ballot = poll.vote(UUID.randomUUID().toString(), voter, vote);
            journal.put(
                    Kept.BALLOT
                            + Voter.hash(poll.id(), ballot.key())
                            + "/"
                            + ballot.vote().question(),
                    new KeptBallot(poll.id(), ballot));
            statsChanged(poll);
            Question question = poll.question(vote.question());
            chronicle.pollAnswered(
                    poll.id(),
                    ballot,
                    question != null && poll.isCorrect(ballot) ? question.weight() : 0);
            boolean known = question != null && poll.revealsAnswer(question);
            return new Verdict(vote.question(), known && poll.isCorrect(ballot), null);
        } catch (PollException e) {
            return new Verdict(vote.question(), false, String.valueOf(e.getMessage()));
        }
    }

    private void statsChanged(Poll poll) {
        changed.add(poll.id());
        if (statsTimer == null) {
            statsTimer = loop.schedule(STATS_INTERVAL, this::tellStats);
        }
    }

    private void tellStats() {
        statsTimer = null;
        for (String id : changed) {
            Poll poll = polls.get(id);
            if (poll != null) {
                roster.tell(
                        new Notification.PollStats(id, poll.result()),
                        peer -> maySeeResponses(peer, poll));
            }
        }
        changed.clear();
    }

    void onMembers(int count) {
        polls.values().forEach(poll -> poll.onUsers(count));
    }

    // Reading

    private PollReply questions(Peer peer, PollRequest.GetQuestions get) throws RequestException {
        Poll poll = visible(peer, get.pollId());
        List<Question> all = poll.questions();
        List<Question> page = page(all, get.index(), get.count());
        return new PollReply.Questions(
                poll.id(),
                page.stream().map(question -> shown(peer, poll, question)).toList(),
                get.index() + page.size() >= all.size());
    }

    private static Question shown(Peer peer, Poll poll, Question question) {
        return mayWrite(peer) || poll.revealsAnswer(question) ? question : question.withoutAnswer();
    }

    private static <T> List<T> page(List<T> all, int index, int count) {
        int from = Math.min(index, all.size());
        return all.subList(from, from + Math.min(count, all.size() - from));
    }

    private PollReply responses(Peer peer, PollRequest.GetResponses get) throws RequestException {
        Poll poll = visible(peer, get.pollId());
        var self = new Voter(peer.id(), peer.userId(), peer.name());
        List<Ballot> all;
        if (get.self()) {
            all = poll.ballotsOf(self);
        } else {
            all = readable(peer, get.pollId()).ballots();
        }
        List<Ballot> page = page(all, get.index(), get.count());
        return new PollReply.Responses(
                poll.snapshot(),
                page,
                get.self() || !poll.info().anonymous(),
                get.index() + page.size() >= all.size());
    }

    private PollReply list(Peer peer, PollRequest.ListPolls list) throws RequestException {
        Permission.require(peer, mayRead(peer), "see polls");
        List<Poll> all =
                polls.values().stream()
                        .filter(poll -> list.state() == null || poll.state() == list.state())
                        .filter(poll -> poll.state() != Poll.State.CREATED || mayWrite(peer))
                        .toList();
        int from = 0;
        if (list.start() != null && !list.start().isEmpty()) {
            from = indexAfter(all, list.start());
        }
        List<Poll> page = page(all, from, list.count());
        boolean more = from + page.size() < all.size();
        return new PollReply.Polls(
                page.stream().map(Poll::snapshot).toList(), more ? page.getLast().id() : "");
    }

    private static int indexAfter(List<Poll> all, String id) throws RequestException {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i + 1;
            }
        }
        throw new RequestException(ErrorCode.NOT_FOUND, "There is no poll " + id);
    }

    private PollReply leaderboard(Peer peer, PollRequest.GetLeaderboard get)
            throws RequestException {
        Poll poll = readable(peer, get.pollId());
        if (!poll.info().quiz()) {
            throw new RequestException(ErrorCode.BAD_REQUEST, "Only a quiz has a leaderboard");
        }
        if (poll.state() != Poll.State.STOPPED && !mayWrite(peer)) {
            throw new RequestException(ErrorCode.FORBIDDEN, "The quiz is not over");
        }
        Leaderboard board = poll.leaderboard();
        List<Leaderboard.Entry> page = page(board.entries(), get.offset(), get.count());
        return new PollReply.Board(
                poll.snapshot(),
                board,
                page,
                !poll.info().anonymous(),
                get.offset() + page.size() >= board.entries().size());
    }

    /// The session is over; a new one begins without.
    void clear() {
        endings.values().forEach(EventLoop.Timer::cancel);
        endings.clear();
        if (statsTimer != null) {
            statsTimer.cancel();
            statsTimer = null;
        }
        changed.clear();
        polls.clear();
    }
}
