/// From a publisher's transport to published tracks.
@NullMarked
package io.rostra.sfu.publish;

import org.jspecify.annotations.NullMarked;
