package io.rostra.sfu.subscribe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Shares what a subscriber's path carries among its videos: first every video in its smallest
/// encoding, then one step more for each in turn, as long as there is enough. Important and big
/// ones come first. A pure function.
final class BitrateAllocator {

    /// Going up needs so much more than the encoding takes, so that it does not flap.
    private static final double STEP_UP = 1.15;

    /// The most important video is shown even if it takes so much more than there seems to be:
    /// estimates err, and nothing to see is worse than something that stutters.
    private static final double LAST_RESORT = 2.0;

    private BitrateAllocator() {}

    /// What one video could use.
    ///
    /// @param priority 1 is the most important
    /// @param preferred rank that the subscriber asked for, at least 1
    /// @param allowed rank that it was given last
    /// @param bitrates by rank, bits per second, 0 where nothing flows; index 0 is unused
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Demand(int priority, int preferred, int allowed, long[] bitrates) {

        /// Ranks from which to choose, smallest first: those that flow, up to what was asked for;
        /// if none is so small, the smallest that flows.
        List<Integer> options() {
            var options = new ArrayList<Integer>();
            for (int rank = 1; rank < bitrates.length; rank++) {
                if (bitrates[rank] > 0 && (rank <= preferred || options.isEmpty())) {
                    options.add(rank);
                }
            }
            return options;
        }

        /// What it takes to be given all that was asked for.
        long wanted() {
            List<Integer> options = options();
            return options.isEmpty() ? 0 : (long) cost(options.getLast());
        }

        private double cost(int rank) {
            return bitrates[rank] * (rank > allowed ? STEP_UP : 1.0);
        }
    }

    /// @param budget bits per second for all videos together
    /// @return for each demand the highest rank that may go, 0 for none
    static int[] allocate(long budget, List<Demand> demands) {
        int[] ranks = new int[demands.size()];
        double left = budget;
        List<Integer> order = order(demands);
        for (int step = 0; step < VideoLayer.HIGH.rank(); step++) {
            for (int index : order) {
                Demand demand = demands.get(index);
                List<Integer> options = demand.options();
                if (options.isEmpty()) {
                    ranks[index] = VideoLayer.HIGH.rank(); // unknown yet: nothing to hold back
                    continue;
                }
                if (step >= options.size() || (step > 0 && ranks[index] != options.get(step - 1))) {
                    continue;
                }
                double before = step == 0 ? 0 : demand.cost(options.get(step - 1));
                double cost = demand.cost(options.get(step)) - before;
                boolean resort =
                        step == 0 && index == order.getFirst() && cost <= LAST_RESORT * budget;
                if (cost <= left || resort) {
                    ranks[index] = options.get(step);
                    left -= cost;
                }
            }
        }
        return ranks;
    }

    private static List<Integer> order(List<Demand> demands) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < demands.size(); i++) {
            order.add(i);
        }
        order.sort(
                Comparator.<Integer>comparingInt(i -> demands.get(i).priority())
                        .thenComparingInt(i -> -demands.get(i).preferred()));
        return order;
    }
}
