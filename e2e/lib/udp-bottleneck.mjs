// A narrow link in front of the server's media port, without root: a UDP relay whose direction towards the browser has
// a rate and a short queue, and whose cable can be pulled. The page is told the relay's port in place of the server's (lib/page/detour.js).
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Bytes that wait for the link; what comes on top is lost. */
const QUEUE_BYTES = 40_000;

/** At most this much of the past counts as unused sending time. */
const BURST_MS = 5;

export async function startBottleneck(mediaPort) {
  const front = createSocket('udp4');
  front.bind(0, '127.0.0.1');
  await once(front, 'listening');
  const backs = new Map();
  const queue = [];
  let queuedBytes = 0;
  let bitsPerSecond = Infinity;
  let freeAt = 0;
  let lost = 0;
  let isCut = false;

  function flush() {
    const now = performance.now();
    while (queue.length > 0 && freeAt <= now) {
      const { datagram, port, address } = queue.shift();
      queuedBytes -= datagram.length;
      freeAt = Math.max(freeAt, now - BURST_MS) + (datagram.length * 8000) / bitsPerSecond;
      front.send(datagram, port, address);
    }
  }

  function backFor(from) {
    const key = `${from.address}:${from.port}`;
    let back = backs.get(key);
    if (!back) {
      back = createSocket('udp4');
      back.on('message', datagram => {
        if (isCut || queuedBytes + datagram.length > QUEUE_BYTES) {
          lost++;
          return;
        }
        queue.push({ datagram, ...from });
        queuedBytes += datagram.length;
        flush();
      });
      backs.set(key, back);
    }
    return back;
  }

  front.on('message', (datagram, { address, port }) => {
    if (!isCut) {
      backFor({ address, port }).send(datagram, mediaPort, '127.0.0.1');
    }
  });
  const timer = setInterval(flush, 1);

  return {
    port: front.address().port,
    rate(bits) {
      bitsPerSecond = bits;
      freeAt = 0;
    },
    cut() {
      isCut = true;
    },
    mend() {
      isCut = false;
    },
    lost: () => lost,
    stop() {
      clearInterval(timer);
      front.close();
      backs.forEach(back => back.close());
    },
  };
}
