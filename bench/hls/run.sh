# Low-latency viewers on one live stream, then its files as fast as they go, from Rostra and from nginx in turns. What it
# measures: docs/performance.md. Arguments: --viewers 2000 --seconds 30
ulimit -n "$(ulimit -Hn)"
classpath=$(test_classpath streaming)
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx512m -XX:+UseSerialGC -cp "$classpath" \
    io.rostra.streaming.bench.HlsBench "$@"
