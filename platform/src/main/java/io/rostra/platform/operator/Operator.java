package io.rostra.platform.operator;

import io.rostra.platform.store.AuditStore;
import io.rostra.platform.store.OperatorStore;
import io.rostra.platform.store.OperatorStore.Session;
import io.rostra.platform.store.PlatformStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets the one who runs this installation in. Blocks; thread-safe.
public final class Operator {

    /// How the operator is called in the audit log.
    public static final String ACTOR = "dashboard";

    public static final int MIN_PASSWORD = 10;
    public static final int MAX_PASSWORD = 256;

    private static final Duration LINK_LIFETIME = Duration.ofDays(1);
    private static final Duration SESSION_LIFETIME = Duration.ofDays(7);

    /// A hash takes memory and a processor; more at once would only slow media down.
    private static final int HASHES_AT_ONCE = 2;

    private static final int HASH_WAIT_SECONDS = 5;

    private final OperatorStore store;
    private final AuditStore audit;
    private final InstantSource clock;
    private final LoginTries passwordTries = new LoginTries();
    private final LoginTries linkTries = new LoginTries();
    private final Semaphore hashes = new Semaphore(HASHES_AT_ONCE, true);

    public Operator(PlatformStores stores) {
        this.store = stores.operator();
        this.audit = stores.audit();
        this.clock = stores.clock();
    }

    /// A browser was let in.
    ///
    /// @param token for its cookie
    public record Login(SecretToken token, Session session) {}

    public boolean hasPassword() {
        return store.passwordHash().isPresent();
    }

    /// Makes the token of a link by which a password can be chosen, once, within a day.
    public SecretToken makeLink() {
        SecretToken token = SecretToken.make();
        store.addLink(token.hash(), now().plus(LINK_LIFETIME));
        return token;
    }

    /// Checks the password.
    ///
    /// @param workspaceId whose audit log gets a line
    /// @param address of the caller
    public Login logIn(String password, String workspaceId, String address) throws LoginException {
        admit(passwordTries, address);
        String hash = store.passwordHash().orElse("");
        if (hash.isEmpty() || !hashing(() -> PasswordHash.matches(password, hash))) {
            audit.add(workspaceId, ACTOR, "login refused", address);
            throw new LoginException(LoginException.Reason.WRONG);
        }
        passwordTries.succeeded(address);
        Login login = open(hash);
        audit.add(workspaceId, ACTOR, "login", address);
        return login;
    }

    /// Chooses the password by a link, and lets the browser in. Every other one is logged out.
    public Login choosePassword(
            SecretToken link, String password, String workspaceId, String address)
            throws LoginException {
        admit(linkTries, address);
        String linkHash = link.hash();
        if (!store.hasLink(linkHash)) {
            audit.add(workspaceId, ACTOR, "password link refused", address);
            throw new LoginException(LoginException.Reason.WRONG);
        }
        String hash = hashing(() -> PasswordHash.of(password));
        if (!store.setPasswordByLink(linkHash, hash)) {
            throw new LoginException(LoginException.Reason.WRONG);
        }
        linkTries.succeeded(address);
        Login login = open(hash);
        audit.add(workspaceId, ACTOR, "password chosen by link", address);
        return login;
    }

    /// Every other browser is logged out.
    public void changePassword(
            Session session, String current, String next, String workspaceId, String address)
            throws LoginException {
        admit(passwordTries, address);
        String hash = store.passwordHash().orElseThrow();
        if (!hashing(() -> PasswordHash.matches(current, hash))) {
            audit.add(workspaceId, ACTOR, "password change refused", address);
            throw new LoginException(LoginException.Reason.WRONG);
        }
        passwordTries.succeeded(address);
        String nextHash = hashing(() -> PasswordHash.of(next));
        if (!store.changePassword(hash, nextHash)) {
            throw new LoginException(LoginException.Reason.WRONG);
        }
        store.endOtherSessions(session.id());
        audit.add(workspaceId, ACTOR, "password changed", address);
    }

    public Optional<Session> session(SecretToken token) {
        return store.session(token.hash());
    }

    /// How many browsers are logged in.
    public int sessions() {
        return store.sessions();
    }

    public void logOut(Session session, String workspaceId, String address) {
        store.endSession(session.id());
        audit.add(workspaceId, ACTOR, "logout", address);
    }

    public void logOutOthers(Session session, String workspaceId, String address) {
        store.endOtherSessions(session.id());
        audit.add(workspaceId, ACTOR, "logout of all others", address);
    }

    private Login open(String passwordHash) throws LoginException {
        SecretToken token = SecretToken.make();
        Session session =
                store.openSession(passwordHash, token.hash(), now().plus(SESSION_LIFETIME))
                        .orElseThrow(() -> new LoginException(LoginException.Reason.WRONG));
        return new Login(token, session);
    }

    private void admit(LoginTries tries, String address) throws LoginException {
        Duration wait = tries.begin(address, now());
        if (!wait.isZero()) {
            throw new LoginException(wait);
        }
    }

    private interface Hashing<T> {
        T run();
    }

    private <T> T hashing(Hashing<T> work) throws LoginException {
        try {
            if (!hashes.tryAcquire(HASH_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new LoginException(LoginException.Reason.BUSY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LoginException(LoginException.Reason.BUSY);
        }
        try {
            return work.run();
        } finally {
            hashes.release();
        }
    }

    private Instant now() {
        return clock.instant();
    }
}
