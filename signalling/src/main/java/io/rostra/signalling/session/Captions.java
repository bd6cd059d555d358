package io.rostra.signalling.session;

import io.rostra.platform.template.Plugins;
import io.rostra.platform.template.Template;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.OutputView;
import io.rostra.signalling.rpc.RequestException;
import java.time.InstantSource;

/// Whether captions are shown. Their text is the app's: messages of type [#TYPE], from peers whose
/// role the template names. Confined to the room's event loop.
final class Captions {

    /// Type of the messages that clients show as captions.
    static final String TYPE = "hms_transcript";

    private final Roster roster;
    private final InstantSource clock;
    private OutputView view = OutputView.NONE;

    Captions(Roster roster, InstantSource clock) {
        this.roster = roster;
        this.clock = clock;
    }

    OutputView view() {
        return view;
    }

    /// @throws RequestException unless the template has captions and names the peer's role
    static void requireAdmin(Peer peer, Template template) throws RequestException {
        Plugins.Transcriptions plugin = template.plugins().transcriptions();
        if (plugin == null) {
            throw new RequestException(
                    ErrorCode.FORBIDDEN, "Captions are not enabled in the template of this room");
        }
        Permission.require(
                peer, plugin.permissions().admin().contains(peer.role().name()), "make captions");
    }

    void start() {
        if (!view.running()) {
            long now = clock.millis();
            change(new OutputView(OutputView.State.STARTED, now, now));
        }
    }

    void stop() {
        if (view.running()) {
            change(
                    new OutputView(
                            OutputView.State.STOPPED, view.initialisedAt(), view.startedAt()));
        }
    }

    void updated() {
        change(view);
    }

    private void change(OutputView newView) {
        view = newView;
        roster.tellModern(new Notification.TranscriptionUpdate(view, clock.millis()));
    }

    void clear() {
        view = OutputView.NONE;
    }
}
