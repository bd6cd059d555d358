package io.rostra.sfu.browser;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// One direction between a browser and its socket: loses, repeats and reorders datagrams as a seed
/// decides, and those that a test picks. Perfect unless told otherwise. Confined to the browser's
/// loop.
public final class LossyLine {

    private final Random random;
    private double loss;
    private double duplication;
    private double reordering;
    private Predicate<byte[]> lost = _ -> false;
    private final Deque<byte[]> held = new ArrayDeque<>();

    public LossyLine(long seed) {
        random = new Random(seed);
    }

    public LossyLine loss(double probability) {
        loss = probability;
        return this;
    }

    public LossyLine duplication(double probability) {
        duplication = probability;
        return this;
    }

    /// @param probability that a datagram goes behind the one after it
    public LossyLine reordering(double probability) {
        reordering = probability;
        return this;
    }

    /// Loses the datagrams for which this holds; they may be encrypted.
    public LossyLine losing(Predicate<byte[]> rule) {
        lost = rule;
        return this;
    }

    void pass(byte[] buffer, int offset, int length, Consumer<byte[]> out) {
        byte[] datagram = Arrays.copyOfRange(buffer, offset, offset + length);
        if (lost.test(datagram) || (loss > 0 && random.nextDouble() < loss)) {
            return;
        }
        if (reordering > 0 && held.isEmpty() && random.nextDouble() < reordering) {
            held.add(datagram);
            return;
        }
        out.accept(datagram);
        if (duplication > 0 && random.nextDouble() < duplication) {
            out.accept(datagram.clone());
        }
        while (!held.isEmpty()) {
            out.accept(held.remove());
        }
    }
}
