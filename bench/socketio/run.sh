# Our Socket.IO server beside the official one. What it measures: docs/performance.md; its arguments: README.md here.
find_node
install_packages bench/socketio
classpath=$(test_classpath socketio)
# The server under test has the first processor (ServerProcess), the clients have the second.
pin=""
if command -v taskset >/dev/null && [ "$(nproc)" -ge 2 ]; then pin="taskset -c 1"; fi
$pin "$JAVA_HOME/bin/java" -Xms512m -XX:+UseSerialGC "-Dbench.folder=$ROOT/bench/socketio" -cp "$classpath" \
    io.rostra.socketio.bench.SocketIoBench "$@"
