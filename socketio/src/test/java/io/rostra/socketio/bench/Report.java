package io.rostra.socketio.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The table: a row for each thing measured, in the order of the calls.
final class Report {
    private final StringBuilder rows = new StringBuilder();
    private boolean passed = true;

    static <T> List<Double> list(List<T> results, ToDoubleFunction<T> value) {
        return results.stream().map(value::applyAsDouble).toList();
    }

    /// The median of the rounds' ratios must not be above the goal.
    void ratio(String what, List<Double> node, List<Double> ours, double goal) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            ratios.add(ours.get(i) / node.get(i));
        }
        double ratio = median(ratios);
        row(
                what,
                number(median(node)),
                number(median(ours)),
                String.format(Locale.ROOT, "%.3f", ratio),
                String.format(Locale.ROOT, "<= %.3f", goal),
                verdict(ratio <= goal));
    }

    /// A row without a goal.
    void note(String what, List<Double> node, List<Double> ours) {
        String other = node.isEmpty() ? "" : number(median(node));
        row(what, other, number(median(ours)), "", "", "");
    }

    /// A row with a goal, of ours alone.
    void check(String what, long value, boolean good) {
        row(what, "", Long.toString(value), "", "", verdict(good));
    }

    boolean passed() {
        return passed;
    }

    String table() {
        return String.format(
                        Locale.ROOT,
                        "%-56s %12s %12s %8s %10s  %s%n",
                        "",
                        "socket.io",
                        "Rostra",
                        "ratio",
                        "goal",
                        "")
                + rows;
    }

    private void row(
            String what, String node, String ours, String ratio, String goal, String verdict) {
        rows.append(
                String.format(
                        Locale.ROOT,
                        "%-56s %12s %12s %8s %10s  %s%n",
                        what,
                        node,
                        ours,
                        ratio,
                        goal,
                        verdict));
    }

    private String verdict(boolean good) {
        passed &= good;
        return good ? "pass" : "MISSED";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
