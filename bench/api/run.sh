# 10,000 rooms and 1,000,000 rows of peers: how long lists and filters of the server API take. A few minutes for each kind of store.
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx1g -cp "$(test_classpath platform)" \
    io.rostra.platform.api.ApiBench "$@"
