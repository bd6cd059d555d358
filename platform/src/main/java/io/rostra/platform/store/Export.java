package io.rostra.platform.store;

import java.util.List;
import java.util.Optional;

/// What is remembered, as tables for other programs.
public enum Export {
    SESSIONS(
            "sessions",
            "sessions t CROSS JOIN rooms r",
            "r.id = t.room_id",
            "t.created_at",
            List.of("t.id"),
            Column.text("session_id", "t.id"),
            Column.text("room_id", "t.room_id"),
            Column.text("room_name", "r.name"),
            Column.time("started_at", "t.created_at"),
            Column.time("ended_at", "CASE WHEN t.active THEN NULL ELSE t.updated_at END"),
            Column.number(
                    "peers", "(SELECT COUNT(*) FROM session_peers p WHERE p.session_id = t.id)")),

    PEERS(
            "peers",
            "session_peers p CROSS JOIN sessions t CROSS JOIN rooms r",
            "t.id = p.session_id AND r.id = t.room_id",
            "p.joined_at",
            List.of("p.session_id", "p.peer_id"),
            Column.text("session_id", "p.session_id"),
            Column.text("peer_id", "p.peer_id"),
            Column.text("room_id", "t.room_id"),
            Column.text("room_name", "r.name"),
            Column.text("user_id", "p.user_id"),
            Column.text("name", "p.name"),
            Column.text("role", "p.role"),
            Column.time("joined_at", "p.joined_at"),
            Column.time("left_at", "p.left_at"),
            Column.text("reason", "p.reason")),

    JOIN_FAILURES(
            "join-failures",
            "join_failures t CROSS JOIN rooms r",
            "r.id = t.room_id",
            "t.created_at",
            List.of("t.id"),
            Column.text("id", "t.id"),
            Column.time("at", "t.created_at"),
            Column.text("room_id", "t.room_id"),
            Column.text("room_name", "r.name"),
            Column.text("peer_id", "t.peer_id"),
            Column.text("user_id", "t.user_id"),
            Column.text("role", "t.role"),
            Column.text("cause", "t.cause")),

    QUALITY(
            "quality",
            "peer_quality q CROSS JOIN sessions t",
            "t.id = q.session_id",
            "q.at",
            List.of("q.session_id", "q.peer_id", "q.at"),
            Column.text("session_id", "q.session_id"),
            Column.text("room_id", "t.room_id"),
            Column.text("peer_id", "q.peer_id"),
            Column.time("at", "q.at"),
            Column.number("score", "q.score")),

    LIVE_STREAMS(
            "live-streams",
            "live_streams t CROSS JOIN rooms r",
            "r.id = t.room_id",
            "t.created_at",
            List.of("t.id"),
            Column.text("id", "t.id"),
            Column.text("room_id", "t.room_id"),
            Column.text("room_name", "r.name"),
            Column.text("session_id", "t.session_id"),
            Column.text("status", "t.status"),
            Column.time("created_at", "t.created_at"),
            Column.time("started_at", "t.started_at"),
            Column.time("stopped_at", "t.stopped_at"),
            Column.text("reason", "t.reason")),

    AUDIENCE(
            "audience",
            "live_audience a CROSS JOIN live_streams t",
            "t.id = a.stream_id",
            "a.at",
            List.of("a.stream_id", "a.at"),
            Column.text("stream_id", "a.stream_id"),
            Column.text("room_id", "t.room_id"),
            Column.time("at", "a.at"),
            Column.number("viewers", "a.viewers")),

    EXTERNAL_STREAMS(
            "external-streams",
            "external_streams t CROSS JOIN rooms r",
            "r.id = t.room_id",
            "t.created_at",
            List.of("t.id"),
            Column.text("id", "t.id"),
            Column.text("room_id", "t.room_id"),
            Column.text("room_name", "r.name"),
            Column.text("session_id", "t.session_id"),
            Column.text("status", "t.status"),
            Column.text("addresses", "t.addresses"),
            Column.time("created_at", "t.created_at"),
            Column.time("started_at", "t.started_at"),
            Column.time("stopped_at", "t.stopped_at"),
            Column.text("reason", "t.reason"));

    private final String text;
    private final String from;
    private final String on;
    private final String time;
    private final List<String> key;
    private final List<Column> columns;

    /// @param from tables, the one with the key first: SQLite takes those of a CROSS JOIN in this
    ///   order, and so goes along the key from page to page
    /// @param on how they belong together; `t` has the workspace and the room
    /// @param time column the rows are chosen by
    /// @param key unique; the rows come in its order
    Export(String text, String from, String on, String time, List<String> key, Column... columns) {
        this.text = text;
        this.from = from;
        this.on = on;
        this.time = time;
        this.key = key;
        this.columns = List.of(columns);
    }

    /// @param sql expression it is read by
    public record Column(String name, String sql, Type type) {

        static Column text(String name, String sql) {
            return new Column(name, sql, Type.TEXT);
        }

        static Column number(String name, String sql) {
            return new Column(name, sql, Type.NUMBER);
        }

        static Column time(String name, String sql) {
            return new Column(name, sql, Type.TIME);
        }
    }

    public enum Type {
        TEXT,
        NUMBER,
        TIME
    }

    public static Optional<Export> of(String text) {
        for (Export each : values()) {
            if (each.text.equals(text)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// As it is named in URLs.
    public String text() {
        return text;
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    List<Column> columns() {
        return columns;
    }

    String from() {
        return from;
    }

    String on() {
        return on;
    }

    String time() {
        return time;
    }

    List<String> key() {
        return key;
    }
}
