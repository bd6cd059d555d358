package io.rostra.server;

import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.LiveWish;
import io.rostra.platform.template.Destinations;
import io.rostra.platform.template.Template;
import io.rostra.streaming.egress.CompositeLook;
import io.rostra.streaming.egress.CompositeLook.Arrangement;
import io.rostra.streaming.egress.RoomLook;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How rooms want to be shown when several are on stage: what an HLS destination of the template
/// says, or whoever started the live stream, and what those who are in the room are called.
/// Thread-safe.
final class RoomLooks {

    /// Larger pictures are not composed; pixels.
    private static final int LONGEST_SIDE = 1920;

    private final Function<String, CompletableFuture<Template>> templates;
    private final Map<String, LiveWish> wishes = new ConcurrentHashMap<>();
    private volatile @Nullable LiveRooms rooms;

    /// @param templates of rooms
    RoomLooks(Function<String, CompletableFuture<Template>> templates) {
        this.templates = templates;
    }

    /// Holds until [#forget].
    void wish(String roomId, LiveWish wish) {
        wishes.put(roomId, wish);
    }

    void forget(String roomId) {
        wishes.remove(roomId);
    }

    /// From now on names are known.
    void know(LiveRooms liveRooms) {
        rooms = liveRooms;
    }

    /// Of one live stream; the template is read once.
    RoomLook.Source of(String roomId) {
        CompletableFuture<@Nullable Template> template =
                templates.apply(roomId).exceptionally(_ -> null);
        return () ->
                template.thenCombine(
                        names(roomId),
                        (found, names) ->
                                new RoomLook(
                                        found == null
                                                ? null
                                                : lookOf(
                                                        found,
                                                        wishes.getOrDefault(roomId, LiveWish.ANY)),
                                        names));
    }

    private CompletableFuture<Map<String, String>> names(String roomId) {
        LiveRooms known = rooms;
        if (known == null) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return known.find(roomId)
                .thenApply(
                        found -> found.map(room -> names(room.peers().values())).orElse(Map.of()));
    }

    private static Map<String, String> names(Collection<LiveRooms.LivePeer> peers) {
        Map<String, String> names = new HashMap<>();
        peers.forEach(peer -> names.put(peer.id(), peer.name()));
        return names;
    }

    static CompositeLook lookOf(Template template, LiveWish wish) {
        CompositeLook look =
                Audience.destinationOf(template, wish.destination())
                        .map(RoomLooks::lookOf)
                        .orElse(CompositeLook.DEFAULT);
        String layout = wish.layout();
        return layout == null ? look : look.withArrangement(arrangement(layout));
    }

    private static CompositeLook lookOf(Destinations.Hls destination) {
        CompositeLook plain = CompositeLook.DEFAULT;
        boolean sized =
                !destination.layers().isEmpty()
                        && Math.max(
                                        destination.layers().getFirst().width(),
                                        destination.layers().getFirst().height())
                                <= LONGEST_SIDE;
        String background = destination.background();
        return new CompositeLook(
                arrangement(destination.layout()),
                sized ? destination.layers().getFirst().width() : plain.width(),
                sized ? destination.layers().getFirst().height() : plain.height(),
                Objects.requireNonNullElse(destination.videoFrameRate(), plain.frameRate()),
                background == null
                        ? plain.background()
                        : HexFormat.fromHexDigits(background, 1, background.length()),
                !Boolean.FALSE.equals(destination.nameLabels()));
    }

    private static Arrangement arrangement(@Nullable String layout) {
        return switch (layout) {
            case "active-speaker" -> Arrangement.SPEAKER;
            case "picture-in-picture" -> Arrangement.PICTURE_IN_PICTURE;
            case null, default -> Arrangement.GRID;
        };
    }
}
