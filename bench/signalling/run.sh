# Many signalling-only peers in one room: a join storm, then chat. What it measures: docs/performance.md. Arguments:
# --peers 2500 --joins-per-second 200 --chats-per-second 50 --seconds 20 --warm-up 500
classpath=$(test_classpath signalling)
# The server under test has both processors too; clients and server share the machine.
"$JAVA_HOME/bin/java" -Xms256m -XX:+UseSerialGC -cp "$classpath" io.rostra.signalling.SignallingBench "$@"
