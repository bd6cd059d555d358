/// Codec bitstreams as far as a forwarding server looks into them: RTP payload formats of H.264
/// (RFC 6184), VP8 (RFC 7741) and Opus (RFC 7587), key frames, sizes. Nothing here decodes pictures
/// or sound. Input is hostile: parsers answer null or drop, they never throw. No sockets, threads
/// or clocks.
@NullMarked
package io.rostra.media.codec;

import org.jspecify.annotations.NullMarked;
