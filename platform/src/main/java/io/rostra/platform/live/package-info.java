/// What the platform needs from live media, as small interfaces implemented elsewhere.
@NullMarked
package io.rostra.platform.live;

import org.jspecify.annotations.NullMarked;
