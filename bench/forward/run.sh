# The step that forwarding repeats for each subscriber, ours and the usual way in turns. What it measures:
# docs/performance.md. Arguments: --train 8 --seconds 3 --rounds 5
classpath=$(test_classpath sfu)
pin=""
if command -v taskset >/dev/null; then pin="taskset -c 0"; fi
"$JAVA_HOME/bin/java" -Xmx256m "-Drostra.bench.pin=$pin" -cp "$classpath" io.rostra.sfu.net.ForwardBench "$@"
