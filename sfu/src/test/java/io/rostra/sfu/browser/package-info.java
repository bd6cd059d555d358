/// The browser's side of a session, in Java and over real UDP: enough of WebRTC to publish and to
/// subscribe, for tests and for load.
@NullMarked
package io.rostra.sfu.browser;

import org.jspecify.annotations.NullMarked;
