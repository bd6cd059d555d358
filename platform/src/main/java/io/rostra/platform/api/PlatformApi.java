package io.rostra.platform.api;

import io.rostra.platform.store.RoomStore;
import io.rostra.platform.store.TemplateStore;
import io.rostra.platform.token.JwtTokenVerifier;
import io.rostra.platform.token.ManagementToken;
import io.rostra.platform.token.TokenException;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.token.WrongTokenTypeException;
import io.rostra.platform.workspace.Workspace;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Every HTTP route of the platform, in one list.
public final class PlatformApi {

    private static final String BEARER = "Bearer ";

    private final JwtTokenVerifier verifier;
    private final RequestThreads threads = new RequestThreads();
    private final Json json = Json.snakeCase();
    private final ReplyWriter templateReplies = new ReplyWriter(Json.camelCase(), ErrorView::of);
    private final ReplyWriter replies = new ReplyWriter(json, ErrorView::of);
    private final RoomsResource rooms;
    private final TemplatesResource templates;
    private final StarterKitsResource kits;
    private final TokenEndpoint tokenEndpoint;
    private final AppConfigResource appConfig;

    /// @param workspaces with the keys in force; the first one is that of the web app
    public PlatformApi(
            List<Workspace> workspaces,
            RoomStore rooms,
            TemplateStore templates,
            JwtTokenVerifier verifier,
            TokenIssuer issuer,
            GuestPolicy guests) {
        Map<String, Workspace> bySubdomain =
                workspaces.stream()
                        .collect(Collectors.toMap(Workspace::subdomain, Function.identity()));
        this.verifier = verifier;
        this.rooms = new RoomsResource(rooms, templates, json);
        this.templates = new TemplatesResource(templates, json);
        this.kits = new StarterKitsResource(templates, rooms, json);
        this.tokenEndpoint = new TokenEndpoint(bySubdomain, rooms, issuer, guests, json);
        this.appConfig = new AppConfigResource(workspaces.getFirst(), rooms, guests);
    }

    public void mount(Router router) {
        router.get("/app/config").handler(open(appConfig::handle));

        router.route("/hmsapi/:subdomain/api/token").handler(new Cors());
        router.post("/hmsapi/:subdomain/api/token")
                .handler(
                        new ApiHandler(
                                threads,
                                new ReplyWriter(json, TokenEndpoint.Refused::of),
                                tokenEndpoint::handle));

        for (String path : List.of("/v2/client/report", "/v2/client/feedback")) {
            router.route(path).handler(new Cors());
            router.post(path).handler(PlatformApi::acceptAndDrop);
        }

        router.post("/v2/rooms").handler(managed(rooms::create));
        router.get("/v2/rooms").handler(managed(rooms::list));
        router.get("/v2/rooms/:room_id").handler(managed(rooms::get));
        router.post("/v2/rooms/:room_id").handler(managed(rooms::update));

        mountTemplates(router);
    }

    private void mountTemplates(Router router) {
        String one = "/v2/templates/:template_id";
        String role = one + "/roles/:role_name";
        router.post("/v2/templates").handler(templating(templates::create));
        router.get("/v2/templates").handler(templating(templates::list));
        router.get(one).handler(templating(templates::get));
        router.post(one).handler(templating(templates::replace));
        router.get(role).handler(templating(templates::role));
        router.post(role).handler(templating(templates::putRole));
        router.delete(role).handler(templating(templates::deleteRole));
        router.get(one + "/settings").handler(templating(templates::settings));
        router.post(one + "/settings").handler(templating(templates::putSettings));
        router.get(one + "/destinations").handler(templating(templates::destinations));
        router.post(one + "/destinations").handler(templating(templates::putDestinations));
        router.get(one + "/recordings").handler(templating(templates::recordings));
        router.post(one + "/recordings").handler(templating(templates::putRecordings));
        router.get("/v2/starter-kits").handler(templating(kits::list));
        router.post("/v2/starter-kits/:kit").handler(templating(kits::deploy));
    }

    /// Answers whatever is left under `/v2`: mount it after all other routes.
    public void mountNotFound(Router router) {
        router.route("/v2/*")
                .handler(context ->
                        replies.refuse(
                                context,
                                ApiError.NOT_FOUND,
                                "there is nothing at this path for this method"));
    }

    private interface ManagedEndpoint {
        ApiReply handle(ManagementToken caller, ApiRequest request);
    }

    private ApiHandler open(ApiHandler.Endpoint endpoint) {
        return new ApiHandler(threads, replies, endpoint);
    }

    private Handler<RoutingContext> managed(ManagedEndpoint endpoint) {
        return managed(replies, endpoint);
    }

    /// Templates are written in camelCase.
    private Handler<RoutingContext> templating(ManagedEndpoint endpoint) {
        return managed(templateReplies, endpoint);
    }

    /// Checks the caller's token before a byte of the body is kept.
    private Handler<RoutingContext> managed(ReplyWriter writer, ManagedEndpoint endpoint) {
        return context -> {
            try {
                ManagementToken caller = verifier.verifyManagement(bearer(context));
                new ApiHandler(threads, writer, request -> endpoint.handle(caller, request))
                        .handle(context);
            } catch (WrongTokenTypeException e) {
                replies.refuse(context, ApiError.FORBIDDEN, e.getMessage());
            } catch (TokenException e) {
                replies.refuse(context, ApiError.UNAUTHENTICATED, e.getMessage());
            }
        };
    }

    private static String bearer(RoutingContext context) throws TokenException {
        @Nullable String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new TokenException("the header Authorization: Bearer <token> is missing");
        }
        return header.substring(BEARER.length()).strip();
    }

    /// Client SDKs report errors they have while not connected, and keep and resend what was not
    /// answered with 200. There is nothing to do with the reports yet.
    private static void acceptAndDrop(RoutingContext context) {
        context.request().exceptionHandler(_ -> {});
        context.response().putHeader("Content-Type", "application/json; charset=utf-8").end("{}");
    }
}
