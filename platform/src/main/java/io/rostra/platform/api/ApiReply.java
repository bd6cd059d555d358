package io.rostra.platform.api;

import org.jspecify.annotations.Nullable;

/// @param body anything Jackson writes, or null for none
record ApiReply(int status, @Nullable Object body) {

    static ApiReply ok(Object body) {
        return new ApiReply(200, body);
    }

    static ApiReply noContent() {
        return new ApiReply(204, null);
    }
}
