package io.rostra.signalling.rpc;

import io.rostra.signalling.rpc.Fields.FieldException;
import java.util.List;

/// Reads the params of [PeerQuery].
final class PeerQueryParams {

    private PeerQueryParams() {}

    static Request find(Fields params) throws FieldException {
        // Declared as `peers`, sent as `peerIds`.
        List<String> ids = params.texts("peerIds", RequestCodec.MAX_ENTRIES);
        if (ids.isEmpty()) {
            ids = params.texts("peers", RequestCodec.MAX_ENTRIES);
        }
        return new PeerQuery.Find(
                new PeerQuery.Filter(
                        params.optionalText("role"), params.optionalText("group"), ids),
                limit(params));
    }

    static Request next(Fields params) throws FieldException {
        return new PeerQuery.Next(params.optionalText("iterator"), limit(params));
    }

    static Request search(Fields params) throws FieldException {
        return new PeerQuery.Search(
                params.text("query", ""),
                limit(params),
                params.number("offset", 0, Integer.MAX_VALUE, 0));
    }

    private static int limit(Fields params) throws FieldException {
        int limit = params.number("limit", 1, Integer.MAX_VALUE, PeerQuery.DEFAULT_LIMIT);
        return Math.min(limit, PeerQuery.MAX_LIMIT);
    }
}
