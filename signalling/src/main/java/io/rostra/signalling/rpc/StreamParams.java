package io.rostra.signalling.rpc;

import io.rostra.platform.live.LiveWish;
import io.rostra.signalling.rpc.Fields.FieldException;
import io.rostra.signalling.rpc.StreamRequest.Cue;
import java.util.ArrayList;
import java.util.List;

/// Reads the params of [StreamRequest].
final class StreamParams {

    private static final int MAX_CUES = 20;
    private static final int MAX_URLS = 5;
    private static final int MAX_VARIANTS = 10;
    private static final int MAX_CUE_SECONDS = 3600;

    private StreamParams() {}

    /// There is one way to record: to an MP4 file.
    static Request hlsStart(Fields params) throws FieldException {
        Fields recording = params.optionalObject("hls_recording");
        boolean record =
                recording != null
                        && (recording.flag("single_file_per_layer", false)
                                || recording.flag("hls_vod", false));
        String layout = null;
        for (Fields variant : params.list("variants", MAX_VARIANTS)) {
            layout = layout == null ? LiveWish.layoutOf(variant.text("meeting_url", "")) : layout;
        }
        return new Request.HlsStart(record, layout);
    }

    static Request timedMetadata(Fields params) throws FieldException {
        var cues = new ArrayList<Cue>();
        for (Fields each : params.list("metadata_objs", MAX_CUES)) {
            cues.add(new Cue(each.text("payload"), each.number("duration", 0, MAX_CUE_SECONDS, 1)));
        }
        if (cues.isEmpty()) {
            throw new FieldException(params.at("metadata_objs") + " is missing or empty");
        }
        return new StreamRequest.TimedMetadata(cues);
    }

    static Request rtmpStart(Fields params) throws FieldException {
        List<String> urls = params.texts("rtmp_urls", MAX_URLS);
        boolean record = params.flag("record", false);
        if (urls.isEmpty() && !record) {
            throw new FieldException(
                    params.at("rtmp_urls") + " is empty and nothing is to be recorded");
        }
        return new StreamRequest.RtmpStart(urls, record);
    }

    static Request transcriptionStart(Fields params) throws FieldException {
        String mode = params.text("mode", "caption");
        if (!mode.equals("caption")) {
            throw new FieldException(params.at("mode") + " must be caption");
        }
        return new StreamRequest.TranscriptionStart(params.optionalText("language"));
    }

    static Request transcriptionUpdate(Fields params) throws FieldException {
        return new StreamRequest.TranscriptionUpdate(params.optionalText("language"));
    }
}
