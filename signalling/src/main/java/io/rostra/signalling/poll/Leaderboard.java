package io.rostra.signalling.poll;

import java.util.List;

/// The voters of a quiz, best first.
///
/// @param correctUsers who had everything right
/// @param averageMillis that voters took in all
public record Leaderboard(
        int totalUsers,
        int votedUsers,
        int correctUsers,
        double averageMillis,
        double averageScore,
        List<Entry> entries) {

    public Leaderboard {
        entries = List.copyOf(entries);
    }

    /// @param position from 1
    /// @param millis that the voter took in all
    /// @param key of the voter, see [PollInfo.Mode]
    public record Entry(
            int position,
            long score,
            int responses,
            int correct,
            long millis,
            Voter voter,
            String key) {

        Entry at(int newPosition) {
            return new Entry(newPosition, score, responses, correct, millis, voter, key);
        }
    }
}
