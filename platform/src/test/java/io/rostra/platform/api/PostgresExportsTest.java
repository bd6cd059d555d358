package io.rostra.platform.api;

import io.rostra.platform.store.TestDatabase;

class PostgresExportsTest extends ExportsTest {

    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRES;
    }
}
