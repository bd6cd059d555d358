/// The JSON-RPC messages of the client SDKs, parsed once at the edge.
@NullMarked
package io.rostra.signalling.rpc;

import org.jspecify.annotations.NullMarked;
