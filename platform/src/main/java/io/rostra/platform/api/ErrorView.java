package io.rostra.platform.api;

import java.util.List;

/// An error as the server API shows it.
///
/// @param code the HTTP status again
record ErrorView(int code, String message, List<String> details) {

    static ErrorView of(ApiError error, String detail) {
        return new ErrorView(error.status(), error.text(), List.of(detail));
    }
}
