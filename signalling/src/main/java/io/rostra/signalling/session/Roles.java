package io.rostra.signalling.session;

import io.rostra.platform.live.LiveRooms.Outcome;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.RoleRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes of roles, and what follows from them. Confined to the room's event loop.
final class Roles {

    /// Hears of each change once all peers have been told.
    interface Listener {
        /// @param requestedBy null for somebody who is no peer
        void onRoleChanged(Peer peer, Role before, @Nullable String requestedBy);
    }

    /// A question that a peer was asked. It stays after the answer, so that the same answer again
    /// is none of a stranger's.
    private record Question(String token, String role, String requestedBy) {}

    private final Roster roster;
    private final Presence presence;
    private final Greeting greeting;
    private final Publishing publishing;
    private final Stage stage;
    private final Listener listener;

    /// The last question of each peer; its client keeps one, too.
    private final Map<String, Question> questions = new HashMap<>();

    Roles(
            Roster roster,
            Presence presence,
            Greeting greeting,
            Publishing publishing,
            Stage stage,
            Listener listener) {
        this.roster = roster;
        this.presence = presence;
        this.greeting = greeting;
        this.publishing = publishing;
        this.stage = stage;
        this.listener = listener;
    }

    void handle(Peer peer, RoleRequest request, Responder responder) throws RequestException {
        switch (request) {
            case RoleRequest.ChangePeer(var peerId, var role, boolean forced) -> {
                requirePermission(peer);
                changePeer(peer, roster.requireMember(peerId), requireRole(role), forced);
            }
            case RoleRequest.ChangeRoles(var roles, var role) -> {
                requirePermission(peer);
                changeAll(peer, roles, requireRole(role));
            }
            case RoleRequest.Accept(var token) -> accept(peer, token);
        }
        responder.done();
    }

    private static void requirePermission(Peer peer) throws RequestException {
        Permission.require(peer, peer.role().permissions().changeRole(), "change roles");
    }

    private Role requireRole(String name) throws RequestException {
        return greeting.role(name)
                .orElseThrow(() ->
                        new RequestException(ErrorCode.NOT_FOUND, "The room has no role " + name));
    }

    private void changePeer(Peer by, Peer peer, Role role, boolean forced) throws RequestException {
        if (peer.role().name().equals(role.name())) {
            return;
        }
        requireRoom(role, 1);
        if (forced) {
            change(peer, role, by.id());
        } else {
            var question = new Question(UUID.randomUUID().toString(), role.name(), by.id());
            questions.put(peer.id(), question);
            peer.ask(
                    Outgoing.notification(
                            new Notification.RoleChangeRequest(
                                    by.id(), role.name(), question.token())));
        }
    }

    private void changeAll(Peer by, List<String> roles, Role role) throws RequestException {
        if (roles.contains(role.name())) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST,
                    "The role " + role.name() + " is among those to be changed");
        }
        for (String each : roles) {
            requireRole(each);
        }
        var peers = new ArrayList<Peer>();
        for (Peer peer : roster.all()) {
            if (peer.isMember() && roles.contains(peer.role().name())) {
                peers.add(peer);
            }
        }
        requireRoom(role, peers.size());
        for (Peer peer : peers) {
            change(peer, role, by.id());
        }
    }

    private void accept(Peer peer, String token) throws RequestException {
        Question question = questions.get(peer.id());
        if (question == null || !question.token().equals(token)) {
            throw new RequestException(
                    ErrorCode.NOT_FOUND, "Nobody has asked this peer to change its role so");
        }
        Role role = requireRole(question.role());
        if (!peer.role().name().equals(role.name())) {
            requireRoom(role, 1);
            change(peer, role, question.requestedBy());
        }
    }

    /// @throws RequestException when the role has no place for so many more
    void requireRoom(Role role, int more) throws RequestException {
        int limit = role.maxPeerCount();
        if (limit != 0 && roster.countRole(role.name()) + more > Math.max(limit, 0)) {
            throw new RequestException(
                    ErrorCode.FORBIDDEN, "The room has no place left for the role " + role.name());
        }
    }

    Outcome changeByBackend(Peer peer, String name) {
        Role role = greeting.role(name).orElse(null);
        if (role == null) {
            return Outcome.NO_SUCH_ROLE;
        }
        if (peer.role().name().equals(name)) {
            return Outcome.DONE;
        }
        try {
            requireRoom(role, 1);
        } catch (RequestException _) {
            return Outcome.ROLE_FULL;
        }
        change(peer, role, null);
        return Outcome.DONE;
    }

    /// The peer learns of its policy before anybody speaks of its role: only then does its client
    /// publish what it may now, and no more what it may not.
    void change(Peer peer, Role role, @Nullable String requestedBy) {
        Role before = peer.role();
        peer.role(role);
        greeting.sendPolicy(peer);
        presence.updated(peer);
        apply(peer);
        listener.onRoleChanged(peer, before, requestedBy);
    }

    /// Media follows at once, whatever the client does.
    private void apply(Peer peer) {
        publishing.withhold(peer);
        stage.reconsider(peer);
    }

    /// The template was edited: who is here gets what its role has become. A role that is gone
    /// stays with those who have it.
    void adopt(Template template) {
        greeting.adopt(template);
        for (Peer peer : List.copyOf(roster.all())) {
            template.role(peer.role().name()).ifPresent(peer::role);
            greeting.sendPolicy(peer);
        }
        for (Peer peer : List.copyOf(roster.all())) {
            apply(peer);
        }
    }

    void forget(Peer peer) {
        questions.remove(peer.id());
    }
}
