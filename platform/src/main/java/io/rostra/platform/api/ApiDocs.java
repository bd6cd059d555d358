package io.rostra.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/// `/v2/openapi.json`, and the same for people at `/docs/api`. Made once; thread-safe.
final class ApiDocs {

    /// The page has no script, and takes its style and icon from here.
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action"
                    + " 'none'; frame-ancestors 'none'";

    private final Buffer document = resource("openapi.json");
    private final Buffer style = resource("api-page.css");
    private final Map<ApiPageTexts, Page> pages;

    private record Page(Buffer html, Buffer gzip) {

        static Page of(String html) {
            byte[] plain = html.getBytes(StandardCharsets.UTF_8);
            var compressed = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(compressed)) {
                out.write(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Page(Buffer.buffer(plain), Buffer.buffer(compressed.toByteArray()));
        }
    }

    ApiDocs() {
        JsonNode description = parse(document);
        pages =
                Map.of(
                        ApiPageTexts.ENGLISH,
                        Page.of(ApiPage.render(description, ApiPageTexts.ENGLISH)),
                        ApiPageTexts.CHINESE,
                        Page.of(ApiPage.render(description, ApiPageTexts.CHINESE)));
    }

    void mount(Router router) {
        router.get("/v2/openapi.json").handler(this::document);
        router.get("/docs/api").handler(this::page);
        router.get("/docs/api.css").handler(this::style);
    }

    private void document(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Access-Control-Allow-Origin", "*")
                .end(document);
    }

    private void page(RoutingContext context) {
        String asked = context.request().getParam("lang", "");
        String accepted = context.request().getHeader("Accept-Language");
        ApiPageTexts texts = ApiPageTexts.of(asked, accepted == null ? "" : accepted);
        Page page = Objects.requireNonNull(pages.get(texts));
        HttpServerResponse response =
                guarded(context)
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .putHeader("Content-Language", texts.language())
                        .putHeader("Vary", "Accept-Language, Accept-Encoding");
        String encodings = context.request().getHeader("Accept-Encoding");
        if (encodings != null && encodings.contains("gzip") && !encodings.contains("gzip;q=0")) {
            response.putHeader("Content-Encoding", "gzip").end(page.gzip());
        } else {
            response.end(page.html());
        }
    }

    private void style(RoutingContext context) {
        guarded(context).putHeader("Content-Type", "text/css; charset=utf-8").end(style);
    }

    private static HttpServerResponse guarded(RoutingContext context) {
        return context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cache-Control", "no-cache");
    }

    private static JsonNode parse(Buffer document) {
        try {
            return new ObjectMapper().readTree(document.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Buffer resource(String name) {
        try (InputStream in = ApiDocs.class.getResourceAsStream(name)) {
            return Buffer.buffer(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
