package io.rostra.signalling.session;

import io.rostra.signalling.rpc.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// The last messages of a session, for those who missed some and those who come later. Confined to
/// the room's event loop.
final class ChatLog {

    private static final int MAX_MESSAGES = 500;

    /// Characters of all messages.
    private static final int MAX_CHARACTERS = 1_000_000;

    /// A message, and as it goes to clients: many get the same when many come at a time.
    record Line(ChatEntry entry, Outgoing message) {
        Line(ChatEntry entry) {
            this(entry, Outgoing.notification(entry.notification()));
        }
    }

    private final Journal journal;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long characters;
    private long last;

    ChatLog(Journal journal) {
        this.journal = journal;
    }

    void restore(Kept kept) {
        for (ChatEntry entry : kept.all(Kept.CHAT, ChatEntry.class)) {
            lines.add(new Line(entry));
            characters += entry.size();
            last = Math.max(last, entry.number());
        }
    }

    /// Number of the newest message.
    long last() {
        return last;
    }

    long next() {
        return last + 1;
    }

    /// @return the message, to be sent
    Outgoing add(ChatEntry entry) {
        last = entry.number();
        var line = new Line(entry);
        lines.add(line);
        characters += entry.size();
        journal.put(key(entry), entry);
        while (lines.size() > MAX_MESSAGES || characters > MAX_CHARACTERS) {
            ChatEntry oldest = lines.removeFirst().entry();
            characters -= oldest.size();
            journal.remove(key(oldest));
        }
        return line.message();
    }

    /// Keys sort by number.
    private static String key(ChatEntry entry) {
        return Kept.CHAT + "%019d".formatted(entry.number());
    }

    /// Those after the one with this number, oldest first.
    List<Line> after(long number) {
        var later = new ArrayList<Line>();
        for (Line line : lines) {
            if (line.entry().number() > number) {
                later.add(line);
            }
        }
        return later;
    }

    /// The newest chat messages that were for everybody or for this role, oldest first.
    List<Line> history(String role, int most) {
        var newest = new ArrayDeque<Line>();
        Iterator<Line> backwards = lines.descendingIterator();
        while (newest.size() < most && backwards.hasNext()) {
            Line line = backwards.next();
            if (line.entry().isChatFor(role)) {
                newest.addFirst(line);
            }
        }
        return List.copyOf(newest);
    }

    boolean isFrom(String messageId, String peerId) {
        for (Line line : lines) {
            if (line.entry().messageId().equals(messageId)) {
                return line.entry().sender().peerId().equals(peerId);
            }
        }
        return false;
    }

    /// Nothing happens if it is gone already.
    void delete(String messageId) {
        lines.removeIf(line -> {
            ChatEntry entry = line.entry();
            if (!entry.messageId().equals(messageId)) {
                return false;
            }
            characters -= entry.size();
            journal.remove(key(entry));
            return true;
        });
    }

    void clear() {
        lines.clear();
        characters = 0;
    }
}
