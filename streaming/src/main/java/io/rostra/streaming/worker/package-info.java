/// The transcoding worker: a child JVM that holds all native codec code, so that a crash in it
/// costs a moment of one live stream and never the rooms. Both sides of the pipe live here:
/// [WorkerProcess] starts and watches the child from the server's process, `WorkerMain` is the
/// child, and `WorkerMessage` with its codec is what they say to each other over a Unix-domain
/// socket.
///
/// Classes whose names end in `Decoder` or `Encoder`, and those that use them, are loaded in the
/// child only: nothing else may name a class of `org.bytedeco`.
@NullMarked
package io.rostra.streaming.worker;

import org.jspecify.annotations.NullMarked;
