package io.rostra.platform.api;

import java.util.Objects;

/// A refused request. The detail says what was asked, what was expected and what to do, in words
/// for the caller.
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ApiError error;

    public ApiException(ApiError error, String detail) {
        // No stack trace: this is an answer, not a fault.
        super(detail, null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }

    public String detail() {
        return getMessage();
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
