/// What comes out of a media container: tracks and frames. [io.rostra.media.container.Demuxer] is
/// fed with bytes that are cut anywhere, as they come from a network, and keeps no more than one
/// element of bounded size. Input is hostile: what cannot be used ends in one checked exception
/// with a sentence for the sender. No sockets, threads or clocks.
@NullMarked
package io.rostra.media.container;

import org.jspecify.annotations.NullMarked;
