# Publishers and subscribers that speak ICE, DTLS and SRTP, through our forwarding unit and through others in turns. What it
# measures: docs/performance.md. Arguments:
# --publishers 1 --subscribers 100 --seconds 10 --rounds 5 --targets trains,single,janus --json FILE
ulimit -n "$(ulimit -Hn)"
classpath=$(test_classpath sfu)
# Servers have the first processor, the clients the others.
clients=""
server=""
if command -v taskset >/dev/null && [ "$(nproc)" -gt 1 ]; then
    clients="taskset -c 1-$(($(nproc) - 1))"
    server="taskset -c 0"
fi
$clients "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx3g -XX:+UseSerialGC \
    "-Drostra.bench.pin=$server" -cp "$classpath" io.rostra.sfu.bench.SfuBench "$@"
