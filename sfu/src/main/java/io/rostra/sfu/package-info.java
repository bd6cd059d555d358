/// The forwarding unit: one Router per room, owned by one event loop.
@NullMarked
package io.rostra.sfu;

import org.jspecify.annotations.NullMarked;
