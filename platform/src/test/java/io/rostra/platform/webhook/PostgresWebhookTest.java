package io.rostra.platform.webhook;

import io.rostra.platform.store.TestDatabase;

class PostgresWebhookTest extends WebhookTest {

    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRES;
    }
}
