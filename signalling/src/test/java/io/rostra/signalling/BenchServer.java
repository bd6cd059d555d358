package io.rostra.signalling;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// The server under test of [SignallingBench], in a process of its own. Says its port, then answers
/// each line it is sent with the bytes of its heap that are in use, and ends with its input.
final class BenchServer {

    private BenchServer() {}

    public static void main(String[] arguments) throws Exception {
        try (var server = new TestServer();
                var input =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("port " + server.port());
            while (input.readLine() != null) {
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                System.out.println("heap " + (runtime.totalMemory() - runtime.freeMemory()));
            }
        }
        System.exit(0);
    }
}
