/// A network for tests: no sockets, time by hand.
package io.rostra.webrtc.net;
