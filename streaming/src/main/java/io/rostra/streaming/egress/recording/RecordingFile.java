package io.rostra.streaming.egress.recording;

import io.rostra.media.mp4.FragmentedMovie;
import io.rostra.media.mp4.MalformedBoxException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A recording on disk. It grows by whole fragments, so at any moment the process may die and what
/// was written can be played. [#finish] makes a plain MP4 of it, in place:
///
/// ```text
/// growing                    finished
/// ftyp                       ftyp
/// free  16 bytes             mdat  its 64-bit length goes up to the new moov
/// moov  of fragments           | no longer seen
/// moof                         |
/// mdat                         | samples
/// ...                          |
///                            moov  with the offset of each sample
/// ```
///
/// Overwriting `free` is the last step, so a file that was interrupted before is simply finished
/// again. Not thread-safe.
final class RecordingFile implements Closeable {

    private static final int HEADER = 8;
    private static final int PLACEHOLDER = 16;
    private static final int FREE = type("free");
    private static final int MDAT = type("mdat");
    private static final int MOOV = type("moov");
    private static final int MOOF = type("moof");

    /// Our headers have some hundred bytes, those of fragments some thousand.
    private static final int LARGEST_HEADER = 1 << 20;

    private final FileChannel channel;

    /// What a finished recording is.
    record Facts(long durationMillis, int width, int height, long bytes) {}

    private RecordingFile(FileChannel channel) {
        this.channel = channel;
    }

    /// @param init header of a fragmented file: ftyp and moov
    static RecordingFile create(Path path, byte[] init) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var file = new RecordingFile(channel);
        int ftyp = ByteBuffer.wrap(init).getInt(0);
        file.append(
                ByteBuffer.allocate(init.length + PLACEHOLDER)
                        .put(init, 0, ftyp)
                        .putInt(PLACEHOLDER)
                        .putInt(FREE)
                        .putLong(0)
                        .put(init, ftyp, init.length - ftyp)
                        .flip());
        file.sync();
        return file;
    }

    /// @param fragment moof and mdat
    void append(ByteBuffer fragment) throws IOException {
        while (fragment.hasRemaining()) {
            channel.write(fragment);
        }
    }

    /// What was appended survives a loss of power from now on.
    void sync() throws IOException {
        channel.force(false);
    }

    long length() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Makes a plain MP4 of a file that nobody writes any more. What was cut off at its end is
    /// removed. May be repeated.
    ///
    /// @throws MalformedBoxException when there is nothing to play in it; the file is left as it is
    static Facts finish(Path path) throws IOException, MalformedBoxException {
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int ftyp = header(channel, 0).getInt();
            long moovAt = (long) ftyp + PLACEHOLDER;
            var movie = new FragmentedMovie(content(channel, moovAt, MOOV));
            long end = readFragments(channel, moovAt + header(channel, moovAt).getInt(), movie);
            if (movie.isEmpty()) {
                throw new MalformedBoxException("there is no picture and no sound in it");
            }
            channel.truncate(end);
            write(channel, ByteBuffer.wrap(movie.plainHeader()), end);
            channel.force(true);
            write(
                    channel,
                    ByteBuffer.allocate(PLACEHOLDER)
                            .putInt(1)
                            .putInt(MDAT)
                            .putLong(end - ftyp)
                            .flip(),
                    ftyp);
            channel.force(true);
            return new Facts(movie.durationMillis(), movie.width(), movie.height(), channel.size());
        }
    }

    /// @return where the last fragment that is all there ends
    private static long readFragments(FileChannel channel, long from, FragmentedMovie movie)
            throws IOException {
        long at = from;
        try {
            while (at + HEADER <= channel.size()) {
                ByteBuffer moof = content(channel, at, MOOF);
                long mdatAt = at + HEADER + moof.remaining();
                ByteBuffer mdat = header(channel, mdatAt);
                long end = mdatAt + mdat.getInt();
                if (mdat.getInt() != MDAT || end < mdatAt + HEADER || end > channel.size()) {
                    return at;
                }
                movie.add(moof, at, end);
                at = end;
            }
        } catch (MalformedBoxException _) {
            return at;
        }
        return at;
    }

    private static ByteBuffer content(FileChannel channel, long at, int type)
            throws IOException, MalformedBoxException {
        ByteBuffer header = header(channel, at);
        int length = header.getInt();
        if (header.getInt() != type || length < HEADER || length > LARGEST_HEADER) {
            throw new MalformedBoxException("the file is damaged at byte " + at);
        }
        return read(channel, at + HEADER, length - HEADER);
    }

    private static ByteBuffer header(FileChannel channel, long at)
            throws IOException, MalformedBoxException {
        return read(channel, at, HEADER);
    }

    private static ByteBuffer read(FileChannel channel, long at, int length)
            throws IOException, MalformedBoxException {
        if (at < 0) {
            throw new MalformedBoxException("a box has a negative length");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new MalformedBoxException("the file ends at byte " + channel.size());
            }
        }
        return bytes.flip();
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long next = at;
        while (bytes.hasRemaining()) {
            next += channel.write(bytes, next);
        }
    }

    private static int type(String letters) {
        return ByteBuffer.wrap(letters.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .getInt();
    }
}
