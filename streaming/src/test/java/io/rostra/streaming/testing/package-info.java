/// What tests of this module share: codecs, packetisers, sounds.
package io.rostra.streaming.testing;
