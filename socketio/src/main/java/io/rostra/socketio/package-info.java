/// Socket.IO v5 over Engine.IO v4: namespaces, rooms, acknowledgements, binary attachments. Knows
/// nothing of the rest of Rostra.
@NullMarked
package io.rostra.socketio;

import org.jspecify.annotations.NullMarked;
