package io.rostra.signalling.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The last messages of a session, for those who missed some. Confined to the room's event loop.
final class ChatLog {

    private static final int MAX_MESSAGES = 500;

    /// Characters of all messages.
    private static final int MAX_CHARACTERS = 1_000_000;

    private final Journal journal;
    private final Deque<ChatEntry> entries = new ArrayDeque<>();
    private long characters;
    private long last;

    ChatLog(Journal journal) {
        this.journal = journal;
    }

    void restore(Kept kept) {
        for (ChatEntry entry : kept.all(Kept.CHAT, ChatEntry.class)) {
            entries.add(entry);
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

    void add(ChatEntry entry) {
        last = entry.number();
        entries.add(entry);
        characters += entry.size();
        journal.put(key(entry), entry);
        while (entries.size() > MAX_MESSAGES || characters > MAX_CHARACTERS) {
            ChatEntry oldest = entries.removeFirst();
            characters -= oldest.size();
            journal.remove(key(oldest));
        }
    }

    /// Keys sort by number.
    private static String key(ChatEntry entry) {
        return Kept.CHAT + "%019d".formatted(entry.number());
    }

    /// Those after the one with this number, oldest first.
    List<ChatEntry> after(long number) {
        var later = new ArrayList<ChatEntry>();
        for (ChatEntry entry : entries) {
            if (entry.number() > number) {
                later.add(entry);
            }
        }
        return later;
    }

    void clear() {
        entries.clear();
        characters = 0;
    }
}
