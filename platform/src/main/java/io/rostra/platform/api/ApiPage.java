package io.rostra.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The description of the API as a page for people: plain HTML without a script, made once. Its
/// chrome is in the reader's language; what it says of the API is in English, as the description
/// is.
final class ApiPage {

    private final JsonNode description;
    private final SchemaRows schemas;
    private final ApiPageTexts texts;
    private final StringBuilder html = new StringBuilder(1 << 18);

    private ApiPage(JsonNode description, ApiPageTexts texts) {
        this.description = description;
        this.schemas = new SchemaRows(description, texts.or());
        this.texts = texts;
    }

    static String render(JsonNode description, ApiPageTexts texts) {
        return new ApiPage(description, texts).page();
    }

    private record Operation(String method, String path, JsonNode node) {}

    private String page() {
        Map<String, List<Operation>> groups = groups();
        html.append("<!doctype html>\n<html lang=\"")
                .append(texts.language())
                .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .append("<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n")
                .append("<link rel=\"stylesheet\" href=\"/docs/api.css\">\n<title>")
                .append(texts.title())
                .append("</title>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">")
                .append(texts.skip())
                .append("</a>\n");
        header();
        contents(groups);
        html.append("<main id=\"main\">\n");
        groups.forEach(this::group);
        html.append("</main>\n<footer>").append(texts.errors()).append("</footer>\n");
        return html.append("</body>\n</html>\n").toString();
    }

    private Map<String, List<Operation>> groups() {
        Map<String, List<Operation>> groups = new LinkedHashMap<>();
        description
                .path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method ->
                                        groups.computeIfAbsent(
                                                        method.getValue()
                                                                .path("tags")
                                                                .path(0)
                                                                .asText(),
                                                        _ -> new ArrayList<>())
                                                .add(
                                                        new Operation(
                                                                method.getKey(),
                                                                path.getKey(),
                                                                method.getValue()))));
        return groups;
    }

    private void header() {
        html.append("<header>\n<h1>").append(texts.title()).append("</h1>\n<p lang=\"en\">");
        text(description.path("info").path("description").asText());
        html.append("</p>\n<p>").append(texts.tokens()).append("</p>\n<pre><code>");
        text("TOKEN=$(./rostra token management)\ncurl -H \"Authorization: Bearer $TOKEN\" ");
        text("https://live.example.org/v2/rooms");
        html.append("</code></pre>\n<ul class=\"links\">\n<li><a href=\"/v2/openapi.json\">")
                .append(texts.document())
                .append("</a></li>\n<li><a href=\"/dashboard\">")
                .append(texts.dashboard())
                .append("</a></li>\n<li><a href=\"?lang=")
                .append(texts.otherLanguage())
                .append("\" hreflang=\"")
                .append(texts.otherLanguage())
                .append("\">")
                .append(texts.otherName())
                .append("</a></li>\n</ul>\n</header>\n");
    }

    private void contents(Map<String, List<Operation>> groups) {
        html.append("<nav aria-label=\"").append(texts.contents()).append("\">\n");
        html.append("<ul class=\"links\">\n");
        groups.keySet()
                .forEach(tag -> {
                    html.append("<li><a href=\"#").append(escaped(tag)).append("\">");
                    text(texts.groupName(tag));
                    html.append("</a></li>\n");
                });
        html.append("</ul>\n</nav>\n");
    }

    private void group(String tag, List<Operation> operations) {
        html.append("<section id=\"").append(escaped(tag)).append("\">\n<h2>");
        text(texts.groupName(tag));
        html.append("</h2>\n");
        operations.forEach(this::operation);
        html.append("</section>\n");
    }

    private void operation(Operation operation) {
        JsonNode node = operation.node();
        html.append("<details id=\"")
                .append(escaped(node.path("operationId").asText()))
                .append("\" lang=\"en\">\n<summary><span class=\"verb ")
                .append(operation.method())
                .append("\">");
        text(operation.method().toUpperCase(Locale.ROOT));
        html.append("</span> <code>");
        text(operation.path());
        html.append("</code> <span class=\"what\">");
        text(node.path("summary").asText());
        html.append("</span></summary>\n<div class=\"inside\">\n");
        if (node.has("description")) {
            html.append("<p>");
            text(node.path("description").asText());
            html.append("</p>\n");
        }
        parameters(node);
        JsonNode body = content(node.path("requestBody"));
        if (!body.isMissingNode()) {
            heading(texts.body());
            rows(schemas.of(body));
        }
        answers(node);
        html.append("</div>\n</details>\n");
    }

    private void parameters(JsonNode node) {
        List<SchemaRows.Row> rows = new ArrayList<>();
        for (JsonNode parameter : node.path("parameters")) {
            rows.add(
                    schemas.row(
                            parameter.path("name").asText(),
                            parameter.path("schema"),
                            parameter.path("required").asBoolean(),
                            parameter.path("description").asText()));
        }
        if (!rows.isEmpty()) {
            heading(texts.parameters());
            rows(rows);
        }
    }

    private void answers(JsonNode node) {
        List<String> refusals = new ArrayList<>();
        for (var answer : node.path("responses").properties()) {
            if (!answer.getKey().startsWith("2")) {
                refusals.add(answer.getKey());
                continue;
            }
            heading(texts.answer() + " " + answer.getKey());
            List<SchemaRows.Row> rows = schemas.of(content(answer.getValue()));
            if (rows.isEmpty()) {
                html.append("<p>").append(texts.nothing()).append("</p>\n");
            }
            rows(rows);
        }
        if (!refusals.isEmpty()) {
            heading(texts.refusals());
            html.append("<p><code>");
            text(String.join(" ", refusals));
            html.append("</code></p>\n");
        }
    }

    private static JsonNode content(JsonNode holder) {
        return holder.path("content").path("application/json").path("schema");
    }

    private void heading(String text) {
        html.append("<h3 lang=\"").append(texts.language()).append("\">");
        text(text);
        html.append("</h3>\n");
    }

    private void rows(List<SchemaRows.Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        html.append("<dl>\n");
        for (SchemaRows.Row row : rows) {
            html.append("<div><dt><code>");
            text(row.name());
            html.append("</code>");
            if (row.required()) {
                html.append("<span class=\"must\" lang=\"")
                        .append(texts.language())
                        .append("\">")
                        .append(texts.required())
                        .append("</span>");
            }
            html.append("</dt><dd>");
            text(row.type());
            if (!row.meaning().isEmpty()) {
                html.append("<br>");
                text(row.meaning());
            }
            html.append("</dd></div>\n");
        }
        html.append("</dl>\n");
    }

    private void text(String text) {
        html.append(escaped(text));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
