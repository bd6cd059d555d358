/// From published tracks to a subscriber's transport.
@NullMarked
package io.rostra.sfu.subscribe;

import org.jspecify.annotations.NullMarked;
