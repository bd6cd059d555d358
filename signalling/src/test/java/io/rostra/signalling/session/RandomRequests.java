package io.rostra.signalling.session;

import static io.rostra.signalling.session.TestRoom.BROADCASTER;
import static io.rostra.signalling.session.TestRoom.VIEWER;

import io.rostra.platform.template.Permissions;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.signalling.poll.PollInfo;
import io.rostra.signalling.poll.Question;
import io.rostra.signalling.poll.QuestionType;
import io.rostra.signalling.poll.Vote;
import io.rostra.signalling.rpc.JsonText;
import io.rostra.signalling.rpc.MetadataRequest;
import io.rostra.signalling.rpc.ModerationRequest;
import io.rostra.signalling.rpc.PeerQuery;
import io.rostra.signalling.rpc.PollRequest;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.Request.Recipients;
import io.rostra.signalling.rpc.RoleRequest;
import io.rostra.signalling.rpc.StreamRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/// Requests of every kind, sensible and not, and who may have them granted.
final class RandomRequests {

    static final String LISTENER = "listener";

    private static final Question QUESTION =
            new Question(
                    1,
                    "?",
                    QuestionType.SINGLE_CHOICE,
                    false,
                    null,
                    false,
                    1,
                    false,
                    null,
                    null,
                    List.of(new Question.Option(1, "a", null), new Question.Option(2, "b", null)),
                    null);

    private final Random random;
    private final int peers;
    private final Map<Class<? extends Request>, Supplier<Request>> makers = new LinkedHashMap<>();
    private final List<Supplier<Request>> makerList;

    /// Of the asking client.
    private String roleToken = "";

    private String iterator = "";

    RandomRequests(Random random, int peers) {
        this.random = random;
        this.peers = peers;
        connection();
        messages();
        moderation();
        streams();
        sharing();
        polls();
        this.makerList = new ArrayList<>(makers.values());
    }

    /// All kinds that are made here.
    Set<Class<? extends Request>> kinds() {
        return makers.keySet();
    }

    /// @param lastToken of the question that the client was asked last
    /// @param lastIterator that it was given
    Request next(String lastToken, String lastIterator) {
        roleToken = lastToken;
        iterator = lastIterator;
        // Without many joins most requests would be refused for the want of one.
        return random.nextInt(5) == 0
                ? join()
                : makerList.get(random.nextInt(makerList.size())).get();
    }

    private <R extends Request> void add(Class<R> kind, Supplier<R> maker) {
        makers.put(kind, maker::get);
    }

    private Request.Join join() {
        return new Request.Join("name " + random.nextInt(3), "", true, random.nextBoolean(), null);
    }

    private void connection() {
        add(Request.Ping.class, Request.Ping::new);
        add(Request.Join.class, this::join);
        add(Request.Leave.class, () -> new Request.Leave("bye"));
        // Here is no media: what a client says that knew another process.
        add(Request.Offer.class, () -> new Request.Offer("v=0", List.of(), "old node"));
        add(Request.Answer.class, () -> new Request.Answer("v=0", null));
        add(Request.Trickle.class, Request.Trickle::new);
        add(
                Request.TrackUpdate.class,
                () ->
                        new Request.TrackUpdate(
                                List.of(new Request.TrackState(track(), flip(), "x"))));
        add(Request.Analytics.class, () -> new Request.Analytics("publish.failed", "{}"));
        add(Request.Whiteboard.class, Request.Whiteboard::new);
        add(Request.Unknown.class, () -> new Request.Unknown("dance"));
    }

    /// The text of a message names those whom it is for.
    private void messages() {
        add(
                Request.Broadcast.class,
                () ->
                        switch (random.nextInt(3)) {
                            case 0 -> message("all", new Recipients.Everyone());
                            case 1 -> {
                                String peer = somebody();
                                yield message("peer " + peer, new Recipients.OnePeer(peer));
                            }
                            default -> {
                                String role = role();
                                yield message("role " + role, new Recipients.Roles(List.of(role)));
                            }
                        });
        add(
                Request.PeerUpdate.class,
                () -> new Request.PeerUpdate("name " + random.nextInt(5), flip() ? null : "d"));
        add(Request.GroupJoin.class, () -> new Request.GroupJoin(group()));
        add(Request.GroupLeave.class, () -> new Request.GroupLeave(group()));
        add(PeerQuery.Get.class, () -> new PeerQuery.Get(somebody()));
        add(
                PeerQuery.Find.class,
                () ->
                        new PeerQuery.Find(
                                new PeerQuery.Filter(
                                        flip() ? role() : null, flip() ? group() : null, List.of()),
                                3));
        add(PeerQuery.Next.class, () -> new PeerQuery.Next(flip() ? iterator : null, 2));
        add(PeerQuery.Search.class, () -> new PeerQuery.Search("NAME", 3, random.nextInt(3)));
    }

    private static Request.Broadcast message(String text, Recipients recipients) {
        return new Request.Broadcast(text, "chat", recipients);
    }

    private void moderation() {
        add(
                RoleRequest.ChangePeer.class,
                () -> new RoleRequest.ChangePeer(somebody(), role(), flip()));
        add(
                RoleRequest.ChangeRoles.class,
                () -> new RoleRequest.ChangeRoles(List.of(VIEWER), role()));
        add(RoleRequest.Accept.class, () -> new RoleRequest.Accept(roleToken));
        add(
                ModerationRequest.MuteTrack.class,
                () -> new ModerationRequest.MuteTrack(somebody(), track(), flip()));
        add(
                ModerationRequest.MuteTracks.class,
                () ->
                        new ModerationRequest.MuteTracks(
                                flip(), flip() ? MediaKind.AUDIO : null, null, List.of(role())));
        add(
                ModerationRequest.RemovePeer.class,
                () -> new ModerationRequest.RemovePeer(somebody(), ""));
        add(ModerationRequest.EndRoom.class, () -> new ModerationRequest.EndRoom(false, ""));
        add(
                ModerationRequest.GroupAdd.class,
                () -> new ModerationRequest.GroupAdd(somebody(), group()));
        add(
                ModerationRequest.GroupRemove.class,
                () -> new ModerationRequest.GroupRemove(somebody(), group()));
    }

    private void streams() {
        add(Request.HlsStart.class, () -> new Request.HlsStart(flip()));
        add(Request.HlsStop.class, Request.HlsStop::new);
        add(
                StreamRequest.TimedMetadata.class,
                () ->
                        new StreamRequest.TimedMetadata(
                                List.of(new StreamRequest.Cue("cue", random.nextInt(5)))));
        add(
                StreamRequest.RtmpStart.class,
                () ->
                        flip()
                                ? new StreamRequest.RtmpStart(List.of("rtmp://a/b"), flip())
                                : new StreamRequest.RtmpStart(List.of(), true));
        add(StreamRequest.RtmpStop.class, StreamRequest.RtmpStop::new);
        add(
                StreamRequest.TranscriptionStart.class,
                () -> new StreamRequest.TranscriptionStart(null));
        add(StreamRequest.TranscriptionStop.class, StreamRequest.TranscriptionStop::new);
        add(
                StreamRequest.TranscriptionUpdate.class,
                () -> new StreamRequest.TranscriptionUpdate("en"));
    }

    private void sharing() {
        add(
                MetadataRequest.Set.class,
                () ->
                        new MetadataRequest.Set(
                                key(),
                                flip() ? new JsonText("" + random.nextInt(9)) : null,
                                flip() ? null : (long) random.nextInt(4)));
        add(MetadataRequest.Get.class, () -> new MetadataRequest.Get(key()));
        add(
                MetadataRequest.Listen.class,
                () -> new MetadataRequest.Listen(flip() ? List.of(key(), key()) : List.of()));
    }

    private void polls() {
        add(
                PollRequest.SetInfo.class,
                () ->
                        new PollRequest.SetInfo(
                                new PollInfo(
                                        poll(),
                                        "x",
                                        flip(),
                                        flip() ? 20 : null,
                                        flip(),
                                        false,
                                        false,
                                        PollInfo.Mode.USERID,
                                        List.of(),
                                        flip() ? List.of() : List.of(BROADCASTER))));
        add(PollRequest.GetInfo.class, () -> new PollRequest.GetInfo(poll()));
        add(
                PollRequest.SetQuestions.class,
                () -> new PollRequest.SetQuestions(poll(), List.of(QUESTION)));
        add(PollRequest.GetQuestions.class, () -> new PollRequest.GetQuestions(poll(), 0, 9));
        add(PollRequest.Start.class, () -> new PollRequest.Start(poll()));
        add(PollRequest.Stop.class, () -> new PollRequest.Stop(poll()));
        add(
                PollRequest.Respond.class,
                () ->
                        new PollRequest.Respond(
                                poll(),
                                List.of(
                                        new Vote(
                                                1, random.nextInt(4), List.of(), null, false, 1))));
        add(
                PollRequest.GetResponses.class,
                () -> new PollRequest.GetResponses(poll(), 0, 9, flip()));
        add(PollRequest.ListPolls.class, () -> new PollRequest.ListPolls(null, 9, null));
        add(PollRequest.GetResult.class, () -> new PollRequest.GetResult(poll()));
        add(PollRequest.GetLeaderboard.class, () -> new PollRequest.GetLeaderboard(poll(), 9, 0));
    }

    private boolean flip() {
        return random.nextBoolean();
    }

    private String somebody() {
        return random.nextInt(8) == 0 ? "nobody" : "peer" + random.nextInt(peers);
    }

    private String role() {
        return List.of(BROADCASTER, VIEWER, LISTENER, "king").get(random.nextInt(4));
    }

    private String track() {
        return "peer" + random.nextInt(peers) + (flip() ? "-audio" : "-video");
    }

    private String group() {
        return flip() ? Peer.HAND_RAISE : "g";
    }

    private String key() {
        return "k" + random.nextInt(3);
    }

    private String poll() {
        return "p" + random.nextInt(3);
    }

    /// Whether nobody with these permissions may ever have this granted. The rules stand here once
    /// more, in other words than in the code.
    ///
    /// @param asker id of who asks
    static boolean isForbidden(Permissions may, String asker, Request request) {
        return switch (request) {
            case Request.HlsStart _, Request.HlsStop _, StreamRequest.TimedMetadata _ ->
                    !may.hlsStreaming();
            case StreamRequest.RtmpStart start ->
                    (start.record() && !may.browserRecording())
                            || (!start.urls().isEmpty() && !may.rtmpStreaming());
            case StreamRequest.RtmpStop _ -> !may.rtmpStreaming() && !may.browserRecording();
            case RoleRequest.ChangePeer _, RoleRequest.ChangeRoles _ -> !may.changeRole();
            case ModerationRequest.MuteTrack mute -> mute.mute() ? !may.mute() : !may.unmute();
            case ModerationRequest.MuteTracks mute -> mute.mute() ? !may.mute() : !may.unmute();
            case ModerationRequest.RemovePeer _ -> !may.removeOthers();
            case ModerationRequest.EndRoom _ -> !may.endRoom();
            case ModerationRequest.GroupAdd add -> !may.changeRole() && !add.peerId().equals(asker);
            case ModerationRequest.GroupRemove remove ->
                    !may.changeRole() && !remove.peerId().equals(asker);
            case PollRequest.SetInfo _,
                    PollRequest.SetQuestions _,
                    PollRequest.Start _,
                    PollRequest.Stop _ ->
                    !may.pollWrite();
            case PollRequest _ -> !may.pollRead() && !may.pollWrite();
            // The template has neither captions nor whiteboards.
            case StreamRequest.TranscriptionStart _,
                    StreamRequest.TranscriptionStop _,
                    StreamRequest.TranscriptionUpdate _,
                    Request.Whiteboard _,
                    Request.Unknown _ ->
                    true;
            default -> false;
        };
    }

    /// Whether only members are granted this.
    static boolean needsMembership(Permissions may, Request request) {
        return switch (request) {
            case Request.Ping _,
                    Request.Join _,
                    Request.Leave _,
                    Request.Answer _,
                    Request.Trickle _,
                    Request.TrackUpdate _,
                    Request.Analytics _ ->
                    false;
            case PeerQuery _ -> !may.sendRoomState();
            default -> true;
        };
    }
}
