/// Polls as backends write them, to be run in rooms.
@NullMarked
package io.rostra.platform.poll;

import org.jspecify.annotations.NullMarked;
