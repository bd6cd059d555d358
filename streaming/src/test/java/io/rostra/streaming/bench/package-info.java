/// Many viewers on one live stream: `./rostra bench hls`.
package io.rostra.streaming.bench;
