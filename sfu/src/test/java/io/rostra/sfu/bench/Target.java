package io.rostra.sfu.bench;

import java.io.IOException;

/// A server under test, in a process of its own, with one room.
interface Target extends AutoCloseable {

    /// An offer of the server, and who is to answer it.
    record Subscription(String id, String offer) {}

    String name();

    long pid();

    /// Of the server, UDP. Some have another for each connection: then what the descriptions say
    /// counts, and this is 0.
    int mediaPort();

    /// @return the server's answer
    String publish(String videoTrack, String audioTrack, String offer) throws IOException;

    /// Subscribes to everything that is published.
    Subscription subscribe() throws IOException;

    void answer(Subscription subscription, String answer) throws IOException;

    /// Bytes that the server's runtime allocated since its start, and that its heap holds after a
    /// collection; zeros where nobody can tell.
    long[] figures() throws IOException;

    @Override
    void close();
}
