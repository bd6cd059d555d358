package io.rostra.platform.api;

import io.rostra.platform.store.TestDatabase;

class PostgresLiveApiTest extends LiveApiTest {

    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRES;
    }
}
