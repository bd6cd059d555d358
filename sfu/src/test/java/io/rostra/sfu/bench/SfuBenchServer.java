package io.rostra.sfu.bench;

import com.sun.management.ThreadMXBean;
import io.rostra.sfu.Router;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.SfuConfig;
import io.rostra.sfu.TransportOptions;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.PublisherTransport;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.sfu.subscribe.SubscriberTransport;
import io.rostra.sfu.subscribe.VideoLayer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The forwarding unit alone, with one room, in a process of its own. Signalling is a line on
/// standard input and a line on standard output for each step; descriptions are in Base64:
///
/// ```
/// publish <video track> <audio track> <offer>   -> <answer>
/// subscribe                                     -> <number> <offer>
/// answer <number> <answer>                      -> ok
/// figures                                       -> <bytes allocated since the start> <heap in use>
/// ```
final class SfuBenchServer {

    private static final TransportOptions OPTIONS = new TransportOptions(List.of("127.0.0.1"));

    private final Sfu sfu = Sfu.start(new SfuConfig(0, 1, List.of()));
    private final Router room = sfu.openRouter("room");
    private final List<PublishedTrack> tracks = new ArrayList<>();
    private final List<SubscriberTransport> subscribers = new ArrayList<>();

    private SfuBenchServer() throws Exception {}

    public static void main(String[] args) throws Exception {
        new SfuBenchServer().run();
    }

    private void run() throws Exception {
        sfu.warmUp();
        System.out.println(sfu.mediaPort());
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String line;
        while ((line = in.readLine()) != null) {
            String[] words = line.split(" ");
            System.out.println(
                    switch (words[0]) {
                        case "publish" -> publish(words[1], words[2], decoded(words[3]));
                        case "subscribe" -> subscribe();
                        case "answer" -> answer(Integer.parseInt(words[1]), decoded(words[2]));
                        default -> figures();
                    });
        }
        sfu.close();
    }

    private String publish(String video, String audio, String offer) {
        var listener = new Publishing();
        return room.loop()
                .call(() -> {
                    PublisherTransport transport =
                            room.openPublisher("publisher " + video, OPTIONS, listener);
                    try {
                        return encoded(
                                transport.answer(
                                        offer,
                                        List.of(
                                                new TrackDescription(
                                                        video, "stream", MediaKind.VIDEO),
                                                new TrackDescription(
                                                        audio, "stream", MediaKind.AUDIO))));
                    } catch (NegotiationException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .join();
    }

    private String subscribe() throws InterruptedException {
        int number = subscribers.size();
        var listener = new Subscribing();
        SubscriberTransport made =
                room.loop()
                        .call(() -> {
                            SubscriberTransport transport =
                                    room.openSubscriber(
                                            "subscriber " + number, OPTIONS, "ion-sfu", listener);
                            tracks.forEach(track -> transport.subscribe(track, VideoLayer.HIGH));
                            transport.start();
                            return transport;
                        })
                        .join();
        subscribers.add(made);
        return number + " " + encoded(listener.offers.take());
    }

    private String answer(int number, String answer) {
        return room.loop()
                .call(() -> {
                    try {
                        subscribers.get(number).onAnswer(answer);
                    } catch (NegotiationException e) {
                        throw new IllegalStateException(e);
                    }
                    return "ok";
                })
                .join();
    }

    private static String figures() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getTotalThreadAllocatedBytes();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return allocated + " " + heap;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private final class Publishing implements PublisherTransport.Listener {
        @Override
        public void onTrackPublished(PublishedTrack track) {
            tracks.add(track);
        }

        @Override
        public void onTrackUnpublished(PublishedTrack track) {
            tracks.remove(track);
        }

        @Override
        public void onConnectedChanged(boolean connected) {}
    }

    private static final class Subscribing implements SubscriberTransport.Listener {
        private final BlockingQueue<String> offers = new LinkedBlockingQueue<>();

        @Override
        public void onOffer(String sdp) {
            offers.add(sdp);
        }

        @Override
        public void onMessage(String text) {}

        @Override
        public void onConnectedChanged(boolean connected) {}
    }
}
