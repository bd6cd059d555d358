package io.rostra.platform.room;

import java.util.regex.Pattern;

/// What a room may be called. The original's API allows letters, digits and `. - : _`, its
/// dashboard also spaces and apostrophes; we take both, and letters of every script.
public final class RoomName {

    public static final int MAX_LENGTH = 128;
    public static final String RULE =
            "may hold letters, digits, spaces and . - : _ ' and must begin and end with none of"
                    + " the spaces";

    private static final Pattern FORM =
            Pattern.compile("(?! )[\\p{L}\\p{M}\\p{N}.:_' -]{1," + MAX_LENGTH + "}(?<! )");

    private RoomName() {}

    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }
}
