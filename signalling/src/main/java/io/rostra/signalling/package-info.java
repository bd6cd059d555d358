/// The protocol of the 100ms client SDKs: `GET /init`, the WebSocket at `/ws`, and the live room
/// sessions behind them. [Signalling] puts the parts together; the packages below it point one way:
/// `ws` to `session` to `rpc`.
@NullMarked
package io.rostra.signalling;

import org.jspecify.annotations.NullMarked;
