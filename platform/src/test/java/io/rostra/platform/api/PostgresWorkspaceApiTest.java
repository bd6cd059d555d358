package io.rostra.platform.api;

import io.rostra.platform.store.TestDatabase;

class PostgresWorkspaceApiTest extends WorkspaceApiTest {

    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRES;
    }
}
