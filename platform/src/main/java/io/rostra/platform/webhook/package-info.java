/// Backends are told what happens in rooms: stored first, sent in the order of each room, tried
/// again for a day. [WebhookPayloads] says what, [WebhookDispatcher] sends.
@NullMarked
package io.rostra.platform.webhook;

import org.jspecify.annotations.NullMarked;
