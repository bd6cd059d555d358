package io.rostra.platform.api;

/// @param body anything Jackson writes
record ApiReply(int status, Object body) {

    static ApiReply ok(Object body) {
        return new ApiReply(200, body);
    }
}
