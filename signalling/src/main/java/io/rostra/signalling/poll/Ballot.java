package io.rostra.signalling.poll;

/// A vote that was counted.
///
/// @param key of the voter, see [PollInfo.Mode]
/// @param update whether it took the place of an earlier one
public record Ballot(String id, Vote vote, Voter voter, String key, boolean update) {}
