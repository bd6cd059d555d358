/// The HTTP face of the platform: the server API under `/v2`, the token endpoint of the tutorial
/// and the few calls that clients make without a room. Start at [PlatformApi], which mounts every
/// route.
///
/// A request is read on its event loop into an immutable [ApiRequest], answered on a virtual thread
/// and written back on the loop; see [ApiHandler].
@NullMarked
package io.rostra.platform.api;

import org.jspecify.annotations.NullMarked;
