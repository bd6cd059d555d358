package io.rostra.platform.api;

import io.rostra.platform.store.TestDatabase;

class PostgresStreamKeysApiTest extends StreamKeysApiTest {

    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRES;
    }
}
