package io.rostra.webrtc.ice;

import io.rostra.webrtc.stun.MessageIntegrity;
import io.rostra.webrtc.stun.StunMessage;
import io.rostra.webrtc.stun.StunWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server's side of ICE: always controlled, never sends checks of its own, answers those of the
/// browser (RFC 8445 section 2.5). Confined to one event loop; time is handed in.
///
/// ```
/// NEW ── first valid check ──► CONNECTED ◄──── next valid check ────┬────────────────────────┐
///  │                               │                                │                        │
///  │                               └─ silent for 7.5 s ─► DISCONNECTED ─ silent for 30 s ─► FAILED
///  └──────────────────────────── no valid check within 30 s ────────────────────────────────►┘
/// ```
///
/// The first valid check latches the address: browsers nominate 30 to 130 ms later, sometimes
/// seconds, and DTLS need not wait for it. A check with USE-CANDIDATE moves the address, and so
/// does any check after silence. What comes from any other address that was proven is taken as
/// well: a browser sends its media over a better pair at once and nominates it with its next check.
/// A browser whose own connection failed comes back with an ICE restart.
public final class IceLiteAgent {

    public enum State {
        NEW,
        CONNECTED,
        DISCONNECTED,
        FAILED
    }

    /// What to do after a check.
    ///
    /// @param response datagram for the sender of the check, or null
    /// @param proven the sender's address, if it was not known as the browser's before
    /// @param forgotten an address that no longer counts as the browser's, or null
    public record Reaction(
            byte @Nullable [] response,
            @Nullable InetSocketAddress proven,
            @Nullable InetSocketAddress forgotten) {
        static final Reaction NONE = new Reaction(null, null, null);
    }

    /// A browser has an address for each of its interfaces and families; more than these at a time
    /// is a browser that moves, and the oldest are forgotten.
    static final int MAX_ADDRESSES = 8;

    /// Browsers check every 2.5 s or so; three in a row missed.
    private static final long DISCONNECTED_NANOS = Duration.ofMillis(7_500).toNanos();

    /// Consent expires (RFC 7675 section 5.1).
    private static final long FAILED_NANOS = Duration.ofSeconds(30).toNanos();

    private IceCredentials local;
    private byte[] key;
    private @Nullable IceCredentials previous;
    private byte @Nullable [] previousKey;
    private State state = State.NEW;
    private final Set<InetSocketAddress> proven = new LinkedHashSet<>();
    private @Nullable InetSocketAddress selected;
    private long heardAt;

    /// In state NEW: the browser has all it needs to begin, since [#heardAt].
    private boolean expecting;

    public IceLiteAgent(IceCredentials local) {
        this.local = local;
        this.key = MessageIntegrity.key(local.password());
    }

    public IceCredentials local() {
        return local;
    }

    public State state() {
        return state;
    }

    /// Where to send, or null before the first valid check.
    public @Nullable InetSocketAddress selected() {
        return selected;
    }

    /// New credentials (RFC 8445 section 9). Checks with the old ones are still answered, until the
    /// browser has the new description; media goes on meanwhile.
    public void restart(IceCredentials fresh) {
        previous = local;
        previousKey = key;
        local = fresh;
        expecting = false;
        if (selected == null) {
            state = State.NEW;
        }
        key = MessageIntegrity.key(fresh.password());
    }

    /// The credentials that [#restart] replaced, if any.
    public @Nullable IceCredentials previous() {
        return previous;
    }

    /// Handles one STUN message that arrived for this agent.
    ///
    /// @return null when the message is not for us or not authentic
    public @Nullable Reaction onMessage(StunMessage message, InetSocketAddress from, long now) {
        if (!message.isRequest()) {
            // Indications keep a binding alive (RFC 8445 section 11) and want no answer.
            return Reaction.NONE;
        }
        byte[] usedKey = keyFor(message);
        if (usedKey == null || !MessageIntegrity.verify(message, usedKey)) {
            return null;
        }
        if (!message.unknownRequired().isEmpty()) {
            byte[] error =
                    StunWriter.error(message, 420, "Unknown Attribute")
                            .unknownAttributes(message.unknownRequired())
                            .sign(usedKey);
            return new Reaction(error, null, null);
        }
        if (message.isControlled()) {
            // A lite agent is always controlled (RFC 8445 section 6.1.1).
            return new Reaction(
                    StunWriter.error(message, 487, "Role Conflict").sign(usedKey), null, null);
        }
        heardAt = now;
        boolean move =
                selected == null
                        || (!selected.equals(from)
                                && (message.hasUseCandidate() || state != State.CONNECTED));
        state = State.CONNECTED;
        if (move) {
            selected = from;
        }
        byte[] response = StunWriter.success(message).xorMappedAddress(from).sign(usedKey);
        boolean added = proven.add(from);
        return new Reaction(response, added ? from : null, added ? forgetOldest() : null);
    }

    private @Nullable InetSocketAddress forgetOldest() {
        if (proven.size() <= MAX_ADDRESSES) {
            return null;
        }
        InetSocketAddress oldest =
                proven.stream()
                        .filter(address -> !address.equals(selected))
                        .findFirst()
                        .orElseThrow();
        proven.remove(oldest);
        return oldest;
    }

    /// The address cannot be sent to any more: its TCP connection ended. The next check of the
    /// browser from another selects that.
    public void forget(InetSocketAddress address) {
        proven.remove(address);
        if (address.equals(selected)) {
            selected = null;
        }
    }

    /// Both descriptions are there: checks should come from now on.
    public void expectChecks(long now) {
        if (state == State.NEW && !expecting) {
            expecting = true;
            heardAt = now;
        }
    }

    /// Lets silence count.
    public void onTimeout(long now) {
        if (state == State.NEW && expecting && now - heardAt > FAILED_NANOS) {
            state = State.FAILED;
        }
        if (state == State.CONNECTED && now - heardAt > DISCONNECTED_NANOS) {
            state = State.DISCONNECTED;
        }
        if (state == State.DISCONNECTED && now - heardAt > FAILED_NANOS) {
            state = State.FAILED;
        }
    }

    private byte @Nullable [] keyFor(StunMessage message) {
        String ufrag = IceCredentials.receiverUfrag(message);
        if (local.ufrag().equals(ufrag)) {
            return key;
        }
        return previous != null && previous.ufrag().equals(ufrag) ? previousKey : null;
    }
}
