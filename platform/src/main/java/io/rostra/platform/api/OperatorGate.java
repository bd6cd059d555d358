package io.rostra.platform.api;

import io.rostra.platform.operator.Operator;
import io.rostra.platform.operator.SecretToken;
import io.rostra.platform.store.OperatorStore.Session;
import io.vertx.core.Context;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows the operator's browser by its cookie.
///
/// Scripts cannot read the cookie, other sites cannot make a browser send it (`SameSite=Strict`),
/// and it alone changes nothing, see [OwnPages].
final class OperatorGate {

    private static final String COOKIE = "rostra_dashboard";

    /// Ours have 43 characters.
    private static final int MAX_TOKEN = 64;

    private static final Logger log = LoggerFactory.getLogger(OperatorGate.class);

    private final Operator operator;
    private final RequestThreads threads;
    private final ReplyWriter replies;

    OperatorGate(Operator operator, RequestThreads threads, ReplyWriter replies) {
        this.operator = operator;
        this.threads = threads;
        this.replies = replies;
    }

    static boolean hasCookie(RoutingContext context) {
        return token(context.request()) != null;
    }

    /// Goes on with the session, on the request's loop, or refuses. No byte of the body is read
    /// before.
    void admit(RoutingContext context, Consumer<Session> then) {
        if (OwnPages.isChange(context.request()) && !OwnPages.isFromOurs(context.request())) {
            refuseForeign(context);
            return;
        }
        find(
                context,
                session ->
                        session.ifPresentOrElse(
                                then,
                                () ->
                                        replies.refuse(
                                                context,
                                                ApiError.UNAUTHENTICATED,
                                                "log in to the dashboard")));
    }

    void refuseForeign(RoutingContext context) {
        replies.refuse(
                context, ApiError.FORBIDDEN, "only the dashboard's own pages may ask for this");
    }

    /// Goes on with the session, if there is one.
    void find(RoutingContext context, Consumer<Optional<Session>> then) {
        SecretToken token = token(context.request());
        if (token == null) {
            then.accept(Optional.empty());
            return;
        }
        HttpServerRequest request = context.request();
        request.exceptionHandler(_ -> {});
        request.pause();
        Context loop = context.vertx().getOrCreateContext();
        boolean accepted =
                threads.run(() -> {
                    Runnable next = next(context, token, then);
                    loop.runOnContext(_ -> {
                        next.run();
                        request.resume();
                    });
                });
        if (!accepted) {
            replies.refuse(context, ApiError.OVERLOADED, "try again in a moment");
            request.resume();
        }
    }

    private Runnable next(
            RoutingContext context, SecretToken token, Consumer<Optional<Session>> then) {
        try {
            Optional<Session> found = operator.session(token);
            return () -> then.accept(found);
        } catch (RuntimeException e) {
            log.error("A session of the dashboard could not be looked up", e);
            return () -> replies.refuse(context, ApiError.INTERNAL, "the server's log says more");
        }
    }

    private static @Nullable SecretToken token(HttpServerRequest request) {
        Cookie cookie = request.getCookie(COOKIE);
        return cookie == null
                        || cookie.getValue().isEmpty()
                        || cookie.getValue().length() > MAX_TOKEN
                ? null
                : new SecretToken(cookie.getValue());
    }

    static String cookie(Operator.Login login, Instant now, boolean secure) {
        long seconds = Duration.between(now, login.session().expiresAt()).toSeconds();
        return header(login.token().text(), seconds, secure);
    }

    static String noCookie(boolean secure) {
        return header("", 0, secure);
    }

    private static String header(String value, long seconds, boolean secure) {
        return COOKIE
                + "="
                + value
                + "; Path=/; Max-Age="
                + seconds
                + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }
}
