/// Polls and quizzes: questions, votes, results, leaderboard. Knows neither rooms nor JSON; time is
/// handed in. `session.Polls` says who may do what and tells the peers.
@NullMarked
package io.rostra.signalling.poll;

import org.jspecify.annotations.NullMarked;
