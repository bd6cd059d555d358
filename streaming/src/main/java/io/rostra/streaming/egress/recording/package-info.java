/// Recordings: the segments of a live stream appended to a file that becomes a plain, seekable MP4
/// when it ends, however it ends.
@NullMarked
package io.rostra.streaming.egress.recording;

import org.jspecify.annotations.NullMarked;
