/// The byte stream that RTMP servers take: FLV, written from frames.
@NullMarked
package io.rostra.media.flv;

import org.jspecify.annotations.NullMarked;
