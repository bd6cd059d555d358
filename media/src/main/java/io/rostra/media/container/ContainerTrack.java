package io.rostra.media.container;

import java.util.List;

/// One usable track of a container.
///
/// @param number by which the container knows it
/// @param parameterSets H.264: sequence and picture parameter sets from the track's header, as NAL
///   units; may be empty, then they stand in the frames
public record ContainerTrack(int number, ContainerCodec codec, List<byte[]> parameterSets) {
    public ContainerTrack {
        parameterSets = List.copyOf(parameterSets);
    }

    public ContainerTrack(int number, ContainerCodec codec) {
        this(number, codec, List.of());
    }
}
