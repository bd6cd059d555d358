/// Rooms as they are stored.
@NullMarked
package io.rostra.platform.room;

import org.jspecify.annotations.NullMarked;
