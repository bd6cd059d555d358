package io.rostra.socketio.bench;

import java.util.List;
import java.util.Set;

/// How much is measured.
///
/// @param parts of `load`, `memory`, `held`, `attachments`
/// @param rounds each part's repetitions whose median counts
/// @param warmUpSeconds of each scenario and server before the first round: compilers take long
/// @param trialSeconds of one trial, after a quarter of it to settle
/// @param idle connections whose memory is measured
/// @param held connections that must live through a heartbeat
/// @param attachments deliveries that are compared
/// @param javaFlags for our server, to try something out
record BenchArguments(
        Set<String> parts,
        int rounds,
        double warmUpSeconds,
        double trialSeconds,
        int idle,
        int held,
        int attachments,
        List<String> javaFlags) {

    static BenchArguments parse(String[] arguments) {
        BenchArguments result = full();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            String value = pair.length > 1 ? pair[1] : "";
            result =
                    switch (pair[0]) {
                        case "--quick" -> result.quick();
                        case "--rounds" -> result.with(Integer.parseInt(value));
                        case "--only" -> result.with(Set.of(value.split(",")));
                        case "--java" -> result.with(List.of(value.split(" ")));
                        default -> throw new IllegalArgumentException("unknown: " + argument);
                    };
        }
        return result;
    }

    private static BenchArguments full() {
        return new BenchArguments(
                Set.of("load", "memory", "held", "attachments"),
                5,
                10,
                3,
                5_000,
                10_000,
                1_000_000,
                List.of());
    }

    private BenchArguments quick() {
        return new BenchArguments(parts, 1, 3, 1.5, 2_000, 2_000, 50_000, javaFlags);
    }

    private BenchArguments with(int count) {
        return new BenchArguments(
                parts, count, warmUpSeconds, trialSeconds, idle, held, attachments, javaFlags);
    }

    private BenchArguments with(Set<String> some) {
        return new BenchArguments(
                some, rounds, warmUpSeconds, trialSeconds, idle, held, attachments, javaFlags);
    }

    private BenchArguments with(List<String> flags) {
        return new BenchArguments(
                parts, rounds, warmUpSeconds, trialSeconds, idle, held, attachments, flags);
    }
}
