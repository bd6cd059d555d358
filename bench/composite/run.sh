# What it costs to encode for an audience: one publisher with VP8, and four in one picture. docs/performance.md says how to read
# it. Arguments: --seconds 20
classpath=$(test_classpath streaming)
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx512m -XX:+UseSerialGC -cp "$classpath" \
    io.rostra.streaming.worker.CompositeCost "$@"
