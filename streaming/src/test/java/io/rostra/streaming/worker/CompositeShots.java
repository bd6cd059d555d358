package io.rostra.streaming.worker;

import io.rostra.streaming.testing.TestCodecs;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Draws composites to look at: one key frame of H.264 for each line of standard input, which says
/// name, width, height, then of each tile `x,y,width,height,whole,label`. Arguments: the folder.
/// `ffmpeg -i grid.h264 grid.png` makes a picture of it.
final class CompositeShots {

    private static final int PICTURES = 90;

    private CompositeShots() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<List<TestCodecs.Picture>> clips = new ArrayList<>();
        for (int hue = 0; hue < 6; hue++) {
            clips.add(TestCodecs.camera(640, 360, PICTURES, hue * 60));
        }
        Path directory = Files.createTempDirectory("rostra-shots");
        for (String line : new String(System.in.readAllBytes()).split("\n")) {
            String[] words = line.trim().split("\\s+");
            if (words.length > 3) {
                Files.write(folder.resolve(words[0] + ".h264"), shot(directory, words, clips));
            }
        }
    }

    private static byte[] shot(Path directory, String[] words, List<List<TestCodecs.Picture>> clips)
            throws Exception {
        var tiles = new ArrayList<WorkerMessage.Tile>();
        for (int i = 3; i < words.length; i++) {
            String[] parts = words[i].split(",", 6);
            int[] place = new int[4];
            for (int n = 0; n < 4; n++) {
                place[n] = Integer.parseInt(parts[n]);
            }
            tiles.add(
                    new WorkerMessage.Tile(
                            i - 3,
                            place[0],
                            place[1],
                            place[2],
                            place[3],
                            parts[4].equals("whole"),
                            parts[5].replace('_', ' ')));
        }
        var last = new ByteArrayOutputStream();
        var done = new CountDownLatch(1);
        var ready = new CountDownLatch(1);
        var listener =
                new WorkerProcess.Listener() {
                    @Override
                    public void onEvent(WorkerMessage.Event event) {
                        if (event instanceof WorkerMessage.Ready) {
                            ready.countDown();
                        } else if (event
                                        instanceof
                                        WorkerMessage.Composed(var rung, var pts, var _, var data)
                                && rung == 0
                                && pts == PICTURES * 3_000L) {
                            last.writeBytes(data);
                            done.countDown();
                        }
                    }

                    @Override
                    public void onEnded() {}
                };
        try (var worker = WorkerProcess.start(new WorkerConfig(directory), listener)) {
            ready.await();
            int width = Integer.parseInt(words[1]);
            int height = Integer.parseInt(words[2]);
            worker.send(new WorkerMessage.Layout(width, height, 1, 0x14161A, tiles));
            for (int n = 1; n <= PICTURES; n++) {
                for (int i = 0; i < tiles.size(); i++) {
                    if (!tiles.get(i).label().startsWith("Off")) {
                        TestCodecs.Picture picture = clips.get(i % clips.size()).get(n - 1);
                        worker.send(
                                new WorkerMessage.TilePicture(
                                        i, false, picture.keyFrame(), picture.data()));
                    }
                }
                if (n == PICTURES) {
                    worker.send(new WorkerMessage.ForceKeyFrame());
                }
                worker.send(new WorkerMessage.Compose(n * 3_000L));
                TimeUnit.MILLISECONDS.sleep(33);
            }
            done.await(30, TimeUnit.SECONDS);
        }
        return last.toByteArray();
    }
}
