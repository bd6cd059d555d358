package io.rostra.platform.api;

import io.rostra.platform.store.TestDatabase;

class PostgresPlatformApiTest extends PlatformApiTest {

    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRES;
    }
}
