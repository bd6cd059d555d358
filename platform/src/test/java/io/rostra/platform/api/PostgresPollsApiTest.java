package io.rostra.platform.api;

import io.rostra.platform.store.TestDatabase;

class PostgresPollsApiTest extends PollsApiTest {

    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRES;
    }
}
