package io.rostra.webrtc.sdp;

import java.util.List;
import java.util.Optional;

/// An offer or answer. Immutable.
public record SessionDescription(
        long version, List<SdpAttribute> attributes, List<MediaSection> media) {

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    public Optional<String> attribute(String name) {
        for (SdpAttribute attribute : attributes) {
            if (attribute.name().equals(name)) {
                return Optional.of(attribute.value());
            }
        }
        return Optional.empty();
    }

    /// The attribute of the first section that has it, else of the session: bundled sections share
    /// one transport (RFC 9143 section 7.1.3).
    public Optional<String> transportAttribute(String name) {
        for (MediaSection section : media) {
            if (!section.rejected() && section.attribute(name).isPresent()) {
                return section.attribute(name);
            }
        }
        return attribute(name);
    }

    @Override
    public String toString() {
        return SdpWriter.write(this);
    }
}
