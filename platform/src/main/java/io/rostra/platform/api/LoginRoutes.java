package io.rostra.platform.api;

import io.rostra.platform.store.OperatorStore.Session;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/// The routes of [LoginResource]: some for strangers, some for who is logged in; changes only from
/// our own pages.
final class LoginRoutes {

    private static final String PREFIX = "/dashboard/api/";

    private final OperatorGate gate;
    private final LoginResource login;
    private final RequestThreads threads;
    private final ReplyWriter replies;

    LoginRoutes(
            OperatorGate gate, LoginResource login, RequestThreads threads, ReplyWriter replies) {
        this.gate = gate;
        this.login = login;
        this.threads = threads;
        this.replies = replies;
    }

    Routes addTo(Routes routes) {
        return routes.get(PREFIX + "session", this::session)
                .post(PREFIX + "login", entering(login::logIn))
                .post(PREFIX + "setup", entering(login::setUp))
                .post(PREFIX + "logout", loggedIn(login::logOut))
                .post(
                        PREFIX + "logout-others",
                        loggedIn((session, request, _) -> login.logOutOthers(session, request)))
                .post(
                        PREFIX + "password",
                        loggedIn((session, request, _) -> login.changePassword(session, request)));
    }

    private interface Entrance {
        ApiReply handle(ApiRequest request, boolean secure);
    }

    private interface LoggedIn {
        ApiReply handle(Session session, ApiRequest request, boolean secure);
    }

    private void session(RoutingContext context) {
        gate.find(context, session -> handle(context, _ -> login.session(session)));
    }

    private Handler<RoutingContext> entering(Entrance entrance) {
        return context -> {
            if (OwnPages.isFromOurs(context.request())) {
                boolean secure = OwnPages.isSecure(context.request());
                handle(context, request -> entrance.handle(request, secure));
            } else {
                gate.refuseForeign(context);
            }
        };
    }

    private Handler<RoutingContext> loggedIn(LoggedIn endpoint) {
        return context -> {
            boolean secure = OwnPages.isSecure(context.request());
            gate.admit(
                    context,
                    session ->
                            handle(context, request -> endpoint.handle(session, request, secure)));
        };
    }

    private void handle(RoutingContext context, ApiHandler.Endpoint endpoint) {
        new ApiHandler(threads, replies, endpoint).handle(context);
    }
}
