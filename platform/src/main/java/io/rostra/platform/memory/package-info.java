/// What is remembered of rooms while they run: [RoomMemory] hears, writes down and forgets in time.
@NullMarked
package io.rostra.platform.memory;

import org.jspecify.annotations.NullMarked;
