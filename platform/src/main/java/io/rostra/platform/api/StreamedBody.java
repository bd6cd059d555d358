package io.rostra.platform.api;

import java.io.IOException;
import java.io.OutputStream;

/// A reply too long to be held in memory.
///
/// @param fileName under which browsers keep it
/// @param content called once, on a virtual thread
record StreamedBody(String contentType, String fileName, Content content) {

    interface Content {
        /// Blocks while the client is slow.
        ///
        /// @throws IOException when the client is gone
        void writeTo(OutputStream out) throws IOException;
    }
}
