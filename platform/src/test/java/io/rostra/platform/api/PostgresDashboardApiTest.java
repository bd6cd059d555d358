package io.rostra.platform.api;

import io.rostra.platform.store.TestDatabase;

class PostgresDashboardApiTest extends DashboardApiTest {

    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRES;
    }
}
