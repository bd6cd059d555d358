package io.rostra.platform.api;

import java.util.List;

/// A page of a list.
///
/// @param limit the number asked for
/// @param last id of the last object, to be sent as `start` for the next page; empty at the end
record Page<T>(int limit, List<T> data, String last) {}
