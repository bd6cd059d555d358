/// Who is in a room now, and what happens between them.
///
/// [RoomSessions] opens a [RoomSession] when the first peer of a room connects and forgets it when
/// the last one is gone. A session is confined to the event loop of the room's router; everybody
/// else talks to its [RoomSessionRef]. A [Peer] is membership, [PeerMedia] its two connections,
/// [Stage] who receives whose tracks, [LiveStream] the state of the room's broadcast.
///
/// Nothing here sees JSON, HTTP or packets.
@NullMarked
package io.rostra.signalling.session;

import org.jspecify.annotations.NullMarked;
