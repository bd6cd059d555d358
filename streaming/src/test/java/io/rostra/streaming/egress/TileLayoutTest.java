package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.egress.TileLayout.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class TileLayoutTest {

    @Test
    void twoAreSideBySideAndFourInASquare() {
        assertThat(TileLayout.grid(1, 1280, 720)).containsExactly(new Place(0, 0, 1280, 720));
        assertThat(TileLayout.grid(2, 1280, 720))
                .containsExactly(new Place(0, 0, 638, 720), new Place(642, 0, 638, 720));
        assertThat(TileLayout.grid(4, 1280, 720))
                .extracting(Place::x)
                .containsExactly(0, 642, 0, 642);
        assertThat(TileLayout.grid(2, 720, 1280)).extracting(Place::y).containsExactly(0, 642);
    }

    @Test
    void theLastRowIsCentred() {
        List<Place> places = TileLayout.grid(3, 1280, 720);
        assertThat(places.get(2).x()).isEqualTo(320);
        assertThat(places.get(2).y()).isEqualTo(places.get(0).height() + 4);
    }

    @Test
    void aScreenHasMostOfThePicture() {
        List<Place> places = TileLayout.screenWithStrip(4, 1280, 720);
        assertThat(places.getFirst()).isEqualTo(new Place(0, 0, 1020, 720));
        assertThat(places.subList(1, 4)).allMatch(place -> place.x() == 1024);
    }

    @Test
    void insetsAreInTheLowerRightCorner() {
        assertThat(TileLayout.inset(3, 1280, 720))
                .containsExactly(
                        new Place(0, 0, 1280, 720),
                        new Place(954, 528, 306, 172),
                        new Place(628, 528, 306, 172));
        Place portrait = TileLayout.inset(2, 720, 1280).get(1);
        assertThat(portrait.height()).isGreaterThan(portrait.width());
    }

    @Test
    void aPortraitHasItsStripBelow() {
        List<Place> places = TileLayout.screenWithStrip(3, 720, 1280);
        assertThat(places.getFirst()).isEqualTo(new Place(0, 0, 720, 1020));
        assertThat(places.subList(1, 3)).allMatch(place -> place.y() == 1024);
    }

    @Test
    void tilesAreEvenInsideAndDoNotOverlap() {
        for (int count = 1; count <= 25; count++) {
            for (int[] size : new int[][] {{1280, 720}, {720, 1280}, {640, 360}, {854, 480}}) {
                check(TileLayout.grid(count, size[0], size[1]), count, size);
                check(TileLayout.screenWithStrip(count, size[0], size[1]), count, size);
                List<Place> inset = TileLayout.inset(count, size[0], size[1]);
                assertThat(inset.getFirst()).isEqualTo(new Place(0, 0, size[0], size[1]));
                check(inset.subList(1, count), count - 1, size);
            }
        }
    }

    private static void check(List<Place> places, int count, int[] size) {
        assertThat(places).hasSize(count);
        for (Place place : places) {
            assertThat((place.x() | place.y() | place.width() | place.height()) & 1).isZero();
            assertThat(place.x()).isNotNegative();
            assertThat(place.y()).isNotNegative();
            assertThat(place.width()).isGreaterThanOrEqualTo(4);
            assertThat(place.height()).isGreaterThanOrEqualTo(4);
            assertThat(place.x() + place.width()).isLessThanOrEqualTo(size[0]);
            assertThat(place.y() + place.height()).isLessThanOrEqualTo(size[1]);
            for (Place other : places) {
                boolean apart =
                        place == other
                                || place.x() + place.width() <= other.x()
                                || other.x() + other.width() <= place.x()
                                || place.y() + place.height() <= other.y()
                                || other.y() + other.height() <= place.y();
                assertThat(apart).as(place + " and " + other).isTrue();
            }
        }
    }
}
