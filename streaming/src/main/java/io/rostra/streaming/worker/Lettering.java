package io.rostra.streaming.worker;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes names with whatever fonts the machine has. It does so on a thread of its own, since the
/// first text takes half a second, and whoever wants one asks again with the next picture. Where no
/// font can write a name it is left out; that is said once. Thread-safe.
final class Lettering implements AutoCloseable {

    /// Names longer than this are cut; characters.
    private static final int LONGEST = 40;

    /// Of written names; after so many it begins anew.
    private static final int MOST_KEPT = 256;

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    private static final Color BEHIND = new Color(0, 0, 0, 150);

    /// Of discs with initials, told apart by the name.
    private static final int[] DISCS = {
        0x3F6FB5, 0x2E8B77, 0x8A5FB0, 0xB0643C, 0x4B7F3A, 0xA84A6B, 0x5B6B9A, 0x8C7A2E
    };

    private final Map<Key, Written> kept = new ConcurrentHashMap<>();
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("lettering").factory());
    private volatile boolean impossible;
    private boolean warned;

    private record Key(String text, int size, int width, boolean disc) {}

    /// @param sprite null while it is being written, or when it cannot be
    private record Written(@Nullable Sprite sprite) {}

    /// A name in a dark box; null while there is none.
    ///
    /// @param height of the box in pixels
    /// @param widest that the box may be
    @Nullable Sprite label(String name, int height, int widest) {
        return get(new Key(name, height, widest, false));
    }

    /// Initials on a disc; null while there is none.
    @Nullable Sprite initials(String name, int diameter) {
        return get(new Key(name, diameter, diameter, true));
    }

    private @Nullable Sprite get(Key key) {
        Written written = kept.get(key);
        if (written != null) {
            return written.sprite();
        }
        if (impossible || key.text().isBlank()) {
            return null;
        }
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        kept.put(key, new Written(null));
        writer.execute(() -> write(key));
        return null;
    }

    /// Fonts fail in many ways: no library, no configuration, no font.
    private void write(Key key) {
        try {
            Font font = new Font(Font.SANS_SERIF, Font.BOLD, Math.max(8, fontSize(key)));
            String text = writable(key.disc() ? initials(key.text()) : key.text(), font);
            if (text.isEmpty()) {
                warn("No font here can write a name, so it is left out: install one that can");
                return;
            }
            kept.put(key, new Written(key.disc() ? disc(key, text, font) : box(key, text, font)));
        } catch (RuntimeException | Error e) {
            impossible = true;
            warn("Names cannot be written on the picture: " + e);
        }
    }

    private static int fontSize(Key key) {
        return key.disc() ? key.size() * 2 / 5 : key.size() * 3 / 5;
    }

    private void warn(String text) {
        if (!warned) {
            warned = true;
            System.err.println(text);
        }
    }

    /// What the font has, without control characters and in one line.
    private static String writable(String text, Font font) {
        String line =
                text.codePoints()
                        .filter(c -> font.canDisplay(c) && Character.getType(c) != Character.FORMAT)
                        .map(c -> Character.isISOControl(c) ? ' ' : c)
                        .limit(LONGEST)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return BLANKS.matcher(line).replaceAll(" ").strip();
    }

    /// Of the first two words.
    static String initials(String name) {
        return BLANKS.splitAsStream(name.strip())
                .filter(word -> !word.isEmpty())
                .limit(2)
                .map(word -> Character.toString(Character.toUpperCase(word.codePointAt(0))))
                .collect(Collectors.joining());
    }

    private static Sprite box(Key key, String text, Font font) {
        int height = key.size();
        int margin = height / 3;
        FontMetrics metrics = metrics(font);
        String shown = text;
        while (metrics.stringWidth(shown) > key.width() - 2 * margin && shown.length() > 2) {
            shown = shown.substring(0, shown.offsetByCodePoints(shown.length(), -2)) + "…";
        }
        int width = Math.min(key.width(), metrics.stringWidth(shown) + 2 * margin);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = smooth(image, font);
        graphics.setColor(BEHIND);
        graphics.fillRoundRect(0, 0, width, height, height / 2, height / 2);
        graphics.setColor(Color.WHITE);
        graphics.drawString(shown, margin, baseline(metrics, height));
        graphics.dispose();
        return new Sprite(image);
    }

    private static Sprite disc(Key key, String text, Font font) {
        int size = key.size();
        var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = smooth(image, font);
        graphics.setColor(new Color(DISCS[Math.floorMod(key.text().hashCode(), DISCS.length)]));
        graphics.fillOval(0, 0, size, size);
        graphics.setColor(Color.WHITE);
        FontMetrics metrics = graphics.getFontMetrics();
        int x = (size - metrics.stringWidth(text)) / 2;
        graphics.drawString(text, x, baseline(metrics, size));
        graphics.dispose();
        return new Sprite(image);
    }

    private static int baseline(FontMetrics metrics, int height) {
        return (height - metrics.getAscent() - metrics.getDescent()) / 2 + metrics.getAscent();
    }

    private static FontMetrics metrics(Font font) {
        var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = smooth(image, font);
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.dispose();
        return metrics;
    }

    private static Graphics2D smooth(BufferedImage image, Font font) {
        Graphics2D graphics = image.createGraphics();
        graphics.setFont(font);
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        return graphics;
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
