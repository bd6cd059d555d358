package io.rostra.socketio.bench;

import io.rostra.socketio.bench.RoomLoad.Result;
import io.rostra.socketio.bench.RoomLoad.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `./rostra bench socketio`: our server and the official one in turns, and a table of what was
/// measured against the goals. Ends with 1 when a goal is missed.
///
/// Both servers run all the time, so that what else the machine does meets both alike; ratios are
/// medians of each round's.
public final class SocketIoBench {
    private static final List<Scenario> SCENARIOS =
            List.of(
                    new Scenario("200 B events, saturated, 50 receivers", 50, 0, 200, false),
                    new Scenario("200 B events, saturated, 200 receivers", 200, 0, 200, false),
                    new Scenario("200 B events, 400/s to 50", 50, 400, 200, false),
                    new Scenario("200 B events, 100/s to 200", 200, 100, 200, false),
                    new Scenario("16 KiB chunks, 30/s to 200", 200, 30, 16_384, true));

    private static final double SATURATED_GOAL = 1.0 / 8;
    private static final double PACED_GOAL = 0.75;
    private static final double CHUNKS_GOAL = 0.42;
    private static final double CHUNKS_P99_GOAL = 0.6;
    private static final double MEMORY_GOAL = 0.6;

    private final BenchArguments arguments;
    private final Path folder;
    private final Report report = new Report();

    private SocketIoBench(BenchArguments arguments, Path folder) {
        this.arguments = arguments;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(System.getProperty("bench.folder", "bench/socketio"));
        SocketIoBench bench = new SocketIoBench(BenchArguments.parse(arguments), folder);
        bench.run();
        System.out.print(bench.report.table());
        System.exit(bench.report.passed() ? 0 : 1);
    }

    private void run() throws IOException {
        Set<String> parts = arguments.parts();
        if (parts.contains("load")) {
            load();
        }
        if (parts.contains("memory")) {
            memory();
        }
        if (parts.contains("held")) {
            held();
        }
        if (parts.contains("attachments")) {
            attachments();
        }
    }

    private void load() throws IOException {
        Map<Scenario, List<Result>> nodes = new LinkedHashMap<>();
        Map<Scenario, List<Result>> ours = new LinkedHashMap<>();
        try (ServerProcess node = ServerProcess.node(folder);
                ServerProcess own = ServerProcess.ours(arguments.javaFlags())) {
            for (Scenario scenario : SCENARIOS) {
                RoomLoad.run(node, scenario, arguments.warmUpSeconds());
                RoomLoad.run(own, scenario, arguments.warmUpSeconds());
            }
            for (int round = 1; round <= arguments.rounds(); round++) {
                progress("load, round " + round + " of " + arguments.rounds());
                for (Scenario scenario : SCENARIOS) {
                    // Who comes first changes with the round.
                    for (int turn = 0; turn < 2; turn++) {
                        boolean ourTurn = (round + turn) % 2 == 0;
                        Result result =
                                RoomLoad.run(
                                        ourTurn ? own : node, scenario, arguments.trialSeconds());
                        (ourTurn ? ours : nodes)
                                .computeIfAbsent(scenario, _ -> new ArrayList<>())
                                .add(result);
                    }
                }
            }
        }
        for (Scenario scenario : SCENARIOS) {
            report(scenario, nodes.get(scenario), ours.get(scenario));
        }
    }

    private void report(Scenario scenario, List<Result> node, List<Result> own) {
        if (scenario.rate() == 0) {
            cpu(scenario, node, own, SATURATED_GOAL);
            report.note(
                    scenario.name() + ", deliveries/s",
                    Report.list(node, Result::deliveriesPerSecond),
                    Report.list(own, Result::deliveriesPerSecond));
        } else if (scenario.binary()) {
            cpu(scenario, node, own, CHUNKS_GOAL);
            report.ratio(
                    scenario.name() + ", p99 µs",
                    Report.list(node, Result::p99Micros),
                    Report.list(own, Result::p99Micros),
                    CHUNKS_P99_GOAL);
            report.note(
                    scenario.name() + ", p50 µs",
                    Report.list(node, Result::p50Micros),
                    Report.list(own, Result::p50Micros));
        } else {
            cpu(scenario, node, own, PACED_GOAL);
            report.note(
                    scenario.name() + ", p99 µs",
                    Report.list(node, Result::p99Micros),
                    Report.list(own, Result::p99Micros));
        }
    }

    private void cpu(Scenario scenario, List<Result> node, List<Result> own, double goal) {
        report.ratio(
                scenario.name() + ", CPU ns/delivery",
                Report.list(node, Result::nanosPerDelivery),
                Report.list(own, Result::nanosPerDelivery),
                goal);
    }

    private void memory() throws IOException {
        List<Double> nodes = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int round = 1; round <= arguments.rounds(); round++) {
            progress("memory, round " + round + " of " + arguments.rounds());
            try (ServerProcess node = ServerProcess.node(folder)) {
                nodes.add(
                        IdleMemory.bytesPerConnection(
                                node, arguments.idle() / 5, arguments.idle()));
            }
            try (ServerProcess own = ServerProcess.ours(arguments.javaFlags())) {
                ours.add(
                        IdleMemory.bytesPerConnection(own, arguments.idle() / 5, arguments.idle()));
            }
        }
        report.ratio("resident bytes per idle connection", nodes, ours, MEMORY_GOAL);
    }

    private void held() throws IOException {
        progress(arguments.held() + " idle connections through a heartbeat");
        try (ServerProcess own = ServerProcess.ours(arguments.javaFlags())) {
            int held = IdleMemory.held(own, arguments.held());
            report.check("idle connections held", held, held == arguments.held());
            report.note(
                    "resident MB with them",
                    List.of(),
                    List.of(own.residentBytes() / (1024.0 * 1024.0)));
        }
    }

    private void attachments() throws IOException {
        progress(arguments.attachments() + " attachments compared");
        try (ServerProcess own = ServerProcess.ours(arguments.javaFlags())) {
            long faults = AttachmentCheck.faults(own, arguments.attachments());
            report.check(
                    "lost or altered of " + arguments.attachments() + " attachments",
                    faults,
                    faults == 0);
        }
    }

    private static void progress(String what) {
        System.err.println("  " + what);
    }
}
