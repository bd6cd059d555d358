package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.platform.token.JwtTokenVerifier;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.token.TokenKeys;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.SfuConfig;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void joinsPublishesAndLeavesNothingBehind() throws Exception {
        Vertx vertx = Vertx.vertx();
        var workspace = new Workspace("w1", "default", new KeyPair("key", "a secret of the test"));
        var clock = InstantSource.system();
        var verifier = new JwtTokenVerifier(new TokenKeys(List.of(workspace)), clock);
        try (Sfu sfu = Sfu.start(new SfuConfig(0, 1, List.of()))) {
            var rehearsal = new Rehearsal(vertx, sfu, workspace, new TokenIssuer(clock), verifier);
            assertThat(rehearsal.run()).isTrue();
            assertThat(sfu.findRouter("000000000000000000000000")).isEmpty();
        } finally {
            vertx.close().await();
        }
    }
}
