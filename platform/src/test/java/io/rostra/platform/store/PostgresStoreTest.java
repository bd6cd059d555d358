package io.rostra.platform.store;

class PostgresStoreTest extends StoreTest {

    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRES;
    }
}
