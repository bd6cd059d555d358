/// From a room's stage to a live stream. [LiveEgress] follows who is on stage, takes the frames of
/// one broadcaster, has copied what can be copied and transcoded what cannot, and feeds one
/// [io.rostra.streaming.frames.FrameSink] on one timeline. Knows nothing of roles, sessions or who
/// asked for the stream.
@NullMarked
package io.rostra.streaming.egress;

import org.jspecify.annotations.NullMarked;
