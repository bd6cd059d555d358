package io.rostra.platform.api;

import io.rostra.platform.store.TestDatabase;

class PostgresTemplatesApiTest extends TemplatesApiTest {

    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRES;
    }
}
