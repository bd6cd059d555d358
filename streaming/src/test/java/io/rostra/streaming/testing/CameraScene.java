package io.rostra.streaming.testing;

import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/// A head that moves in front of a wall, with the noise of a sensor: neither as easy for an encoder
/// as a flat picture, nor as hard as noise alone.
final class CameraScene {

    private static final int NOISE = 5;

    private final int width;
    private final int height;
    private final byte[] wall;
    private final byte[] noise;
    private final int blue;
    private final int red;

    CameraScene(int width, int height, int hue) {
        this.width = width;
        this.height = height;
        blue = 128 + (int) (32 * Math.cos(Math.toRadians(hue)));
        red = 128 + (int) (32 * Math.sin(Math.toRadians(hue)));
        var random = new Random(hue);
        wall = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int shade = 90 + 60 * x / width + 30 * y / height;
                int board = (x * 16 / width + y * 9 / height) % 2 * 12;
                wall[y * width + x] = (byte) (shade + board);
            }
        }
        noise = new byte[wall.length + 4096];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) Math.clamp(Math.round(random.nextGaussian() * NOISE / 2), -9, 9);
        }
    }

    void paint(AVFrame frame, int index) {
        int stride = frame.linesize(0);
        byte[] row = new byte[stride];
        var shift = new Random(index);
        double x0 = width * (0.5 + 0.08 * Math.sin(index / 17.0));
        double y0 = height * (0.52 + 0.03 * Math.sin(index / 7.0));
        double radius = height * 0.27;
        for (int y = 0; y < height; y++) {
            int at = shift.nextInt(4096);
            for (int x = 0; x < width; x++) {
                double dx = (x - x0) / radius;
                double dy = (y - y0) / radius / 1.2;
                boolean body = y > y0 + radius && Math.abs(dx) < 1.1 + (y - y0) / height;
                boolean head = dx * dx + dy * dy < 1;
                int value = wall[y * width + x] & 0xFF;
                if (head) {
                    value = 185 - (int) (40 * dx);
                } else if (body) {
                    value = 60 + (int) (10 * Math.sin(x / 9.0));
                }
                row[x] = (byte) Math.clamp(value + noise[at + y * width % 4096 + x], 16, 235);
            }
            new BytePointer(frame.data(0)).position((long) y * stride).put(row);
        }
        for (int plane = 1; plane < 3; plane++) {
            byte[] colour = new byte[frame.linesize(plane) * ((height + 1) / 2)];
            java.util.Arrays.fill(colour, (byte) (plane == 1 ? blue : red));
            new BytePointer(frame.data(plane)).put(colour);
        }
    }
}
