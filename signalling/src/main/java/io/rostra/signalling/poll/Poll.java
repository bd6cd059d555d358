package io.rostra.signalling.poll;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A poll or quiz. Confined to one thread.
///
/// ```
///           start             stop, or its time is over
///  CREATED ───────► STARTED ─────────────────────────► STOPPED
///  (editable)       (votes)                            (results)
/// ```
public final class Poll {

    public static final int MAX_QUESTIONS = 50;
    public static final int MAX_OPTIONS = 50;

    /// Voters of one poll; a room has at most half as many peers at a time.
    static final int MAX_VOTERS = 10_000;

    public enum State {
        CREATED,
        STARTED,
        STOPPED
    }

    private PollInfo info;
    private final String createdBy;
    private final long createdAt;
    private State state = State.CREATED;
    private @Nullable String startedBy;
    private @Nullable String stoppedBy;
    private long startedAt;
    private long stoppedAt;
    private int maxUsers;
    private final TreeMap<Integer, Question> questions = new TreeMap<>();

    /// By voter, then by question.
    private final Map<String, TreeMap<Integer, Ballot>> ballots = new LinkedHashMap<>();

    /// @param createdBy id of a peer
    /// @param createdAt milliseconds since the epoch, as all times here
    public Poll(PollInfo info, String createdBy, long createdAt) {
        this.info = info;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
    }

    /// Everything but the votes, to be kept over a restart.
    public record Snapshot(
            PollInfo info,
            String createdBy,
            long createdAt,
            State state,
            @Nullable String startedBy,
            @Nullable String stoppedBy,
            long startedAt,
            long stoppedAt,
            int maxUsers,
            List<Question> questions) {}

    public Snapshot snapshot() {
        return new Snapshot(
                info,
                createdBy,
                createdAt,
                state,
                startedBy,
                stoppedBy,
                startedAt,
                stoppedAt,
                maxUsers,
                questions());
    }

    public static Poll restore(Snapshot snapshot, Collection<Ballot> ballots) {
        var poll = new Poll(snapshot.info(), snapshot.createdBy(), snapshot.createdAt());
        poll.state = snapshot.state();
        poll.startedBy = snapshot.startedBy();
        poll.stoppedBy = snapshot.stoppedBy();
        poll.startedAt = snapshot.startedAt();
        poll.stoppedAt = snapshot.stoppedAt();
        poll.maxUsers = snapshot.maxUsers();
        snapshot.questions().forEach(question -> poll.questions.put(question.index(), question));
        ballots.forEach(ballot ->
                poll.ballots
                        .computeIfAbsent(ballot.key(), _ -> new TreeMap<>())
                        .put(ballot.vote().question(), ballot));
        return poll;
    }

    public String id() {
        return info.id();
    }

    public PollInfo info() {
        return info;
    }

    public State state() {
        return state;
    }

    public List<Question> questions() {
        return List.copyOf(questions.values());
    }

    /// @throws PollException when it has started
    public void edit(PollInfo newInfo) throws PollException {
        requireDraft();
        info = newInfo;
    }

    /// Adds the questions; one whose index is taken replaces that one.
    ///
    /// @throws PollException when it has started or would have too many
    public void put(List<Question> newQuestions) throws PollException {
        requireDraft();
        var merged = new TreeMap<>(questions);
        newQuestions.forEach(question -> merged.put(question.index(), question));
        if (merged.size() > MAX_QUESTIONS) {
            throw new PollException("A poll may have " + MAX_QUESTIONS + " questions");
        }
        questions.putAll(merged);
    }

    private void requireDraft() throws PollException {
        if (state != State.CREATED) {
            throw new PollException("The poll has started and cannot be changed");
        }
    }

    /// Nothing happens when it runs already.
    ///
    /// @return whether it was started
    /// @throws PollException when it is over or has no questions
    public boolean start(String by, int users, long now) throws PollException {
        if (state == State.STOPPED) {
            throw new PollException("The poll is over");
        }
        if (state == State.STARTED) {
            return false;
        }
        if (questions.isEmpty()) {
            throw new PollException("The poll has no questions");
        }
        state = State.STARTED;
        startedBy = by;
        startedAt = now;
        maxUsers = users;
        return true;
    }

    /// Nothing happens when it is over already.
    ///
    /// @param by id of a peer; null when its time is over
    /// @return whether it was stopped
    /// @throws PollException when it never started
    public boolean stop(@Nullable String by, long now) throws PollException {
        if (state == State.CREATED) {
            throw new PollException("The poll has not started");
        }
        if (state == State.STOPPED) {
            return false;
        }
        state = State.STOPPED;
        stoppedBy = by;
        stoppedAt = now;
        return true;
    }

    /// The room has as many members now.
    public void onUsers(int users) {
        if (state == State.STARTED) {
            maxUsers = Math.max(maxUsers, users);
        }
    }

    /// Counts a vote. A second one for the same question takes the place of the first, if the
    /// question allows it.
    ///
    /// @param id of the ballot
    /// @throws PollException saying why it does not count
    public Ballot vote(String id, Voter voter, Vote given) throws PollException {
        if (state != State.STARTED) {
            throw new PollException("The poll is not running");
        }
        Question question = questions.get(given.question());
        if (question == null) {
            throw new PollException("There is no question " + given.question());
        }
        Vote vote = given.fitting(question.type());
        String refusal = question.refuse(vote);
        if (refusal != null) {
            throw new PollException(refusal);
        }
        String key = voter.key(info.mode());
        TreeMap<Integer, Ballot> own = ballots.get(key);
        Ballot before = own == null ? null : own.get(vote.question());
        if (before != null && question.once()) {
            throw new PollException("The question was answered before");
        }
        if (own == null) {
            if (ballots.size() >= MAX_VOTERS) {
                throw new PollException("The poll has all the voters it can have");
            }
            own = new TreeMap<>();
            ballots.put(key, own);
        }
        var ballot = new Ballot(id, vote, voter, key, before != null);
        own.put(vote.question(), ballot);
        return ballot;
    }

    /// Whether a voter may know now if an answer is right.
    public boolean revealsAnswer(Question question) {
        return question.answer() == null || !question.answer().hidden() || state == State.STOPPED;
    }

    public @Nullable Question question(int index) {
        return questions.get(index);
    }

    public boolean isCorrect(Ballot ballot) {
        Question question = questions.get(ballot.vote().question());
        return question != null && question.isCorrect(ballot.vote());
    }

    /// All votes, by voter in the order of their first.
    public List<Ballot> ballots() {
        var all = new ArrayList<Ballot>();
        ballots.values().forEach(own -> all.addAll(own.values()));
        return all;
    }

    public List<Ballot> ballotsOf(Voter voter) {
        TreeMap<Integer, Ballot> own = ballots.get(voter.key(info.mode()));
        return own == null ? List.of() : List.copyOf(own.values());
    }

    public PollResult result() {
        List<Ballot> all = ballots();
        var tallies = new ArrayList<PollResult.Tally>();
        for (Question question : questions.values()) {
            tallies.add(tally(question, all));
        }
        return new PollResult(maxUsers, all.size(), ballots.size(), tallies);
    }

    private static PollResult.Tally tally(Question question, List<Ballot> all) {
        int[] options = new int[question.options().size()];
        int correct = 0;
        int skipped = 0;
        int total = 0;
        for (Ballot ballot : all) {
            Vote vote = ballot.vote();
            if (vote.question() != question.index()) {
                continue;
            }
            total++;
            skipped += vote.skipped() ? 1 : 0;
            correct += question.isCorrect(vote) ? 1 : 0;
            if (vote.option() != null) {
                options[vote.option() - 1]++;
            }
            vote.options().forEach(option -> options[option - 1]++);
        }
        return new PollResult.Tally(
                question.index(),
                question.type(),
                java.util.Arrays.stream(options).boxed().toList(),
                correct,
                skipped,
                total);
    }

    /// Points first, then speed.
    public Leaderboard leaderboard() {
        var entries = new ArrayList<Leaderboard.Entry>();
        int allCorrect = 0;
        for (TreeMap<Integer, Ballot> own : ballots.values()) {
            long score = 0;
            int correct = 0;
            long millis = 0;
            for (Ballot ballot : own.values()) {
                Question question = questions.get(ballot.vote().question());
                if (question == null) {
                    continue;
                }
                millis += ballot.vote().millis();
                if (question.isCorrect(ballot.vote())) {
                    correct++;
                    score += question.weight();
                } else if (question.negative() && !ballot.vote().skipped()) {
                    score -= question.weight();
                }
            }
            allCorrect += correct == questions.size() ? 1 : 0;
            entries.add(
                    new Leaderboard.Entry(
                            0,
                            score,
                            own.size(),
                            correct,
                            millis,
                            own.firstEntry().getValue().voter(),
                            own.firstEntry().getValue().key()));
        }
        entries.sort(
                Comparator.comparingLong(Leaderboard.Entry::score)
                        .reversed()
                        .thenComparingLong(Leaderboard.Entry::millis));
        return new Leaderboard(
                maxUsers,
                ballots.size(),
                allCorrect,
                entries.stream().mapToLong(Leaderboard.Entry::millis).average().orElse(0),
                entries.stream().mapToLong(Leaderboard.Entry::score).average().orElse(0),
                numbered(entries));
    }

    private static List<Leaderboard.Entry> numbered(List<Leaderboard.Entry> sorted) {
        var numbered = new ArrayList<Leaderboard.Entry>();
        for (Leaderboard.Entry entry : sorted) {
            numbered.add(entry.at(numbered.size() + 1));
        }
        return numbered;
    }
}
