package io.rostra.sfu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;

/// What forwarding costs: `./rostra bench sfu`. Servers take turns under the same clients; figures
/// are of the server's process between two moments in which nobody joins or leaves, medians of the
/// rounds.
final class SfuBench {

    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final int KIBI = 1_024;

    /// @param packets a second to subscribers
    /// @param micros of processor time for each of them
    /// @param cores kept busy
    /// @param missing packets
    /// @param clientCores that the clients kept busy; near 1 they are the limit
    /// @param delays in microseconds, median and 99th percentile
    /// @param allocated bytes for each packet, where known
    /// @param memory resident KiB for each subscriber, what the collector has not given back
    ///   included
    /// @param heap KiB for each subscriber that a collection leaves, where known
    record Round(
            double packets,
            double micros,
            double cores,
            double clientCores,
            long missing,
            int[] delays,
            double allocated,
            double memory,
            double heap) {}

    private SfuBench() {}

    public static void main(String[] args) throws Exception {
        int publishers = Integer.parseInt(option(args, "--publishers", "1"));
        int subscribers = Integer.parseInt(option(args, "--subscribers", "100"));
        int seconds = Integer.parseInt(option(args, "--seconds", "10"));
        int rounds = Integer.parseInt(option(args, "--rounds", "5"));
        boolean feedback = Boolean.parseBoolean(option(args, "--feedback", "true"));
        String[] targets = option(args, "--targets", "trains,single").split(",");
        Map<String, List<Round>> results = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (String name : targets) {
                System.err.printf("round %d of %d: %s%n", round, rounds, name);
                try (Target target = open(name)) {
                    Round measured = measure(target, publishers, subscribers, seconds, feedback);
                    results.computeIfAbsent(name, _ -> new ArrayList<>()).add(measured);
                }
            }
        }
        String title =
                "%d publishers, %d subscribers, %d s, median of %d rounds"
                        .formatted(publishers, subscribers, seconds, rounds);
        System.out.println(title + "\n\n" + table(results));
        String json = option(args, "--json", "");
        if (!json.isEmpty()) {
            Files.writeString(Path.of(json), json(results));
        }
    }

    private static Target open(String name) throws IOException {
        return switch (name) {
            case "trains" -> new OwnTarget(name, true);
            case "single" -> new OwnTarget(name, false);
            case "janus" -> new JanusTarget();
            default ->
                    throw new IllegalArgumentException(
                            "--targets has \"%s\"; there are: trains, single, janus"
                                    .formatted(name));
        };
    }

    private static Round measure(
            Target target, int publishers, int subscribers, int seconds, boolean feedback)
            throws Exception {
        try (var traffic = new Traffic();
                var clock = Executors.newSingleThreadScheduledExecutor()) {
            for (int i = 0; i < publishers; i++) {
                traffic.publish(target, i);
            }
            long before = resident(target.pid());
            long heapBefore = target.figures()[1];
            traffic.start(clock);
            for (int i = 0; i < subscribers; i++) {
                traffic.subscribe(target, feedback);
                if ((i + 1) % 50 == 0) {
                    System.err.printf("  %d subscribers%n", i + 1);
                }
            }
            Thread.sleep(SETTLE);
            long[] figures = target.figures();
            double busy = processorSeconds(target.pid());
            double clients = processorSeconds(ProcessHandle.current().pid());
            long start = System.nanoTime();
            traffic.begin();
            Thread.sleep(Duration.ofSeconds(seconds));
            Traffic.Counted counted = traffic.end();
            double elapsed = (System.nanoTime() - start) / 1e9;
            busy = processorSeconds(target.pid()) - busy;
            clients = processorSeconds(ProcessHandle.current().pid()) - clients;
            long[] after = target.figures();
            long memory = resident(target.pid()) - before;
            clock.shutdownNow();
            return new Round(
                    counted.received() / elapsed,
                    busy * 1e6 / counted.received(),
                    busy / elapsed,
                    clients / elapsed,
                    counted.missing(),
                    counted.micros(),
                    (double) (after[0] - figures[0]) / counted.received(),
                    (double) memory / KIBI / subscribers,
                    (double) (after[1] - heapBefore) / KIBI / subscribers);
        }
    }

    private static double processorSeconds(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow()
                        .toMillis()
                / 1e3;
    }

    private static long resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBI;
            }
        }
        return 0;
    }

    private static String table(Map<String, List<Round>> results) {
        var text = new StringBuilder();
        text.append(
                "| server | packets/s | CPU us a packet | cores | of clients | missing | delay p50 | p99 | bytes allocated a packet | KiB a subscriber | of heap |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
        results.forEach((name, rounds) ->
                text.append(
                        String.format(
                                Locale.ROOT,
                                "| %s | %,.0f | %.2f | %.2f | %.2f | %,.0f | %.2f ms | %.2f ms | %.0f | %.0f | %.0f |%n",
                                name,
                                median(rounds, Round::packets),
                                median(rounds, Round::micros),
                                median(rounds, Round::cores),
                                median(rounds, Round::clientCores),
                                median(rounds, Round::missing),
                                median(rounds, round -> round.delays[0] / 1e3),
                                median(rounds, round -> round.delays[1] / 1e3),
                                median(rounds, Round::allocated),
                                median(rounds, Round::memory),
                                median(rounds, Round::heap))));
        return text.toString();
    }

    private static String json(Map<String, List<Round>> results) {
        var targets = new ArrayList<String>();
        results.forEach((name, rounds) -> {
            var all =
                    rounds.stream()
                            .map(round ->
                                    String.format(
                                            Locale.ROOT,
                                            "{\"packetsPerSecond\":%.0f,\"cpuMicrosPerPacket\":%.3f,\"cores\":%.3f,\"missing\":%d,\"delayP50Micros\":%d,\"delayP99Micros\":%d,\"allocatedPerPacket\":%.1f,\"kibibytesPerSubscriber\":%.1f,\"heapKibibytesPerSubscriber\":%.1f}",
                                            round.packets,
                                            round.micros,
                                            round.cores,
                                            round.missing,
                                            round.delays[0],
                                            round.delays[1],
                                            round.allocated,
                                            round.memory,
                                            round.heap))
                            .toList();
            targets.add("\"%s\":[%s]".formatted(name, String.join(",", all)));
        });
        return "{" + String.join(",\n", targets) + "}\n";
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> of) {
        double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String option(String[] args, String name, String fallback) {
        int at = Arrays.asList(args).indexOf(name);
        return at >= 0 && at + 1 < args.length ? args[at + 1] : fallback;
    }
}
