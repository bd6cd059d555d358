/// Session descriptions (RFC 8866, RFC 9429): parsed into a model, written from it.
@NullMarked
package io.rostra.webrtc.sdp;

import org.jspecify.annotations.NullMarked;
