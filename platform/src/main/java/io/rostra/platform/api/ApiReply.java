package io.rostra.platform.api;

import org.jspecify.annotations.Nullable;

/// @param body anything Jackson writes, or null for none
/// @param cookie a `Set-Cookie` header, or null for none
record ApiReply(int status, @Nullable Object body, @Nullable String cookie) {

    ApiReply(int status, @Nullable Object body) {
        this(status, body, null);
    }

    static ApiReply ok(Object body) {
        return new ApiReply(200, body);
    }

    static ApiReply noContent() {
        return new ApiReply(204, null);
    }

    ApiReply withCookie(String header) {
        return new ApiReply(status, body, header);
    }
}
