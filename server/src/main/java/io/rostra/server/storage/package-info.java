/// Recordings in S3-compatible object storage: which goes where, and the way there.
@NullMarked
package io.rostra.server.storage;

import org.jspecify.annotations.NullMarked;
