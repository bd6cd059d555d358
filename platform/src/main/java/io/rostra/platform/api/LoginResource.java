package io.rostra.platform.api;

import io.rostra.platform.operator.LoginException;
import io.rostra.platform.operator.Operator;
import io.rostra.platform.operator.SecretToken;
import io.rostra.platform.store.OperatorStore.Session;
import io.rostra.platform.workspace.Workspaces;
import java.time.InstantSource;
import java.util.Optional;

/// `/dashboard/api/session`, `login`, `setup`, `logout` and `password`: how the operator gets in
/// and out.
final class LoginResource {

    private static final int MAX_TOKEN = 64;

    private final Operator operator;
    private final Workspaces workspaces;
    private final InstantSource clock;
    private final Json json;

    LoginResource(Operator operator, Workspaces workspaces, InstantSource clock, Json json) {
        this.operator = operator;
        this.workspaces = workspaces;
        this.clock = clock;
        this.json = json;
    }

    /// @param passwordSet whether one was ever chosen
    /// @param browsers how many are logged in; 0 for strangers
    record SessionView(boolean loggedIn, boolean passwordSet, int browsers) {}

    ApiReply session(Optional<Session> session) {
        return ApiReply.ok(
                new SessionView(
                        session.isPresent(),
                        operator.hasPassword(),
                        session.isPresent() ? operator.sessions() : 0));
    }

    ApiReply logIn(ApiRequest request, boolean secure) {
        JsonBody body = json.read(request.body());
        String password = body.requiredText("password", Operator.MAX_PASSWORD);
        try {
            return entered(operator.logIn(password, workspace(), request.client()), secure);
        } catch (LoginException e) {
            throw refusal(e, ApiError.UNAUTHENTICATED, "the password is not right");
        }
    }

    ApiReply setUp(ApiRequest request, boolean secure) {
        JsonBody body = json.read(request.body());
        String link = body.requiredText("token", MAX_TOKEN);
        String password = newPassword(body, "password");
        try {
            return entered(
                    operator.choosePassword(
                            new SecretToken(link), password, workspace(), request.client()),
                    secure);
        } catch (LoginException e) {
            throw refusal(e, ApiError.UNAUTHENTICATED, "this link was used, or has expired");
        }
    }

    ApiReply changePassword(Session session, ApiRequest request) {
        JsonBody body = json.read(request.body());
        String current = body.requiredText("current", Operator.MAX_PASSWORD);
        String next = newPassword(body, "password");
        try {
            operator.changePassword(session, current, next, workspace(), request.client());
            return ApiReply.noContent();
        } catch (LoginException e) {
            throw refusal(e, ApiError.FORBIDDEN, "the current password is not right");
        }
    }

    ApiReply logOut(Session session, ApiRequest request, boolean secure) {
        operator.logOut(session, workspace(), request.client());
        return ApiReply.noContent().withCookie(OperatorGate.noCookie(secure));
    }

    ApiReply logOutOthers(Session session, ApiRequest request) {
        operator.logOutOthers(session, workspace(), request.client());
        return ApiReply.noContent();
    }

    private ApiReply entered(Operator.Login login, boolean secure) {
        return ApiReply.noContent().withCookie(OperatorGate.cookie(login, clock.instant(), secure));
    }

    private static String newPassword(JsonBody body, String member) {
        String password = body.requiredText(member, Operator.MAX_PASSWORD);
        if (password.codePointCount(0, password.length()) < Operator.MIN_PASSWORD) {
            throw body.bad(member, "must have at least " + Operator.MIN_PASSWORD + " characters");
        }
        return password;
    }

    private static ApiException refusal(LoginException e, ApiError error, String wrong) {
        return switch (e.reason()) {
            case WRONG -> new ApiException(error, wrong);
            case TOO_MANY ->
                    new ApiException(
                            ApiError.TOO_MANY_REQUESTS,
                            "too many tries; wait " + e.waitSeconds() + " seconds");
            case BUSY -> new ApiException(ApiError.OVERLOADED, "try again in a moment");
        };
    }

    private String workspace() {
        return workspaces.first().id();
    }
}
