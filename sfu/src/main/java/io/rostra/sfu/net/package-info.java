/// Event loops and the public UDP port.
@NullMarked
package io.rostra.sfu.net;

import org.jspecify.annotations.NullMarked;
