// Measures what issue 2 promises, in a real browser on this machine.
//
//   node measure.mjs                  all figures, 7 rounds
//   node measure.mjs --rounds 15      more rounds
//   node measure.mjs --joins          only the joins
//   node measure.mjs --soak 30m       one live stream for that long: a line a minute, then a summary
//   node measure.mjs --json out.json  also writes the figures to a file
//
// The server is started fresh (or taken from ROSTRA_URL; then ROSTRA_PID is needed for CPU and memory).
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { launchBrowser } from './lib/browser.mjs';
import { usage } from './lib/processes.mjs';
import { startServer } from './lib/server.mjs';
import { startSite } from './lib/site.mjs';
import { sleep } from './lib/wait.mjs';
import { coldJoin, cost, goLive, growthPerHour, joinRound, latencies, openPlayer, stalls } from './measure/rounds.mjs';
import { median, percentile } from './measure/statistics.mjs';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, soak: { type: 'string' }, joins: { type: 'boolean' }, json: { type: 'string' } },
});

function minutesOf(text) {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text);
  if (!match) {
    throw new Error(`not a duration: ${text} (30m, 90s, 1h)`);
  }
  return Number(match[1]) * { s: 1 / 60, m: 1, h: 60 }[match[2] ?? 'm'];
}

const round = (value, digits = 0) => (value === null ? null : Number(value.toFixed(digits)));
const summary = values => ({
  median: round(median(values)),
  p90: round(percentile(values, 90)),
  values: values.map(v => round(v)),
});

async function figures(stage) {
  const rounds = Number(options.rounds);
  const results = { machine: `${os.cpus().length} x ${os.cpus()[0]?.model.trim()}`, load: os.loadavg()[0], rounds };

  console.error('first join after start');
  results.firstJoinMs = round(await coldJoin(stage));

  console.error(`${rounds} warm joins`);
  const joins = [];
  await joinRound(stage); // warms up
  for (let i = 0; i < rounds; i++) {
    joins.push(await joinRound(stage));
  }
  results.joinerSeesMs = summary(joins.map(({ joinerSees }) => joinerSees));
  results.othersSeeMs = summary(joins.map(({ othersSee }) => othersSee));

  if (options.joins) {
    return results;
  }

  console.error(`${rounds} times Go Live`);
  const starts = [];
  for (let i = 0; i < rounds; i++) {
    const scene = await goLive(stage);
    starts.push(scene.goLiveMs);
    await Promise.all([scene.vera.close(), scene.ada.close()]);
    await sleep(1000);
  }
  results.goLiveMs = summary(starts);

  console.error('latency and cost, about two minutes');
  const scene = await goLive(stage);
  const url = await scene.vera.streamUrl();
  results.latencyAtGoLiveMs = await latencies(scene.vera.page, 10);
  await scene.vera.close();
  const plain = await openPlayer(stage, url);
  await sleep(8000);
  results.latencyUntunedMs = await latencies(plain.page, 15);
  results.stallsUntuned = await stalls(plain.page);
  await plain.close();
  const slow = await openPlayer(stage, url, { lowLatencyMode: false });
  await sleep(8000);
  results.latencyNoLowLatencyMs = await latencies(slow.page, 15);
  results.stallsNoLowLatency = await stalls(slow.page);
  await slow.close();
  if (stage.server.pid) {
    const viewer = await openPlayer(stage, url);
    results.liveMinute = await cost(stage.server.pid, 60);
    await viewer.close();
    await scene.ada.stopStreaming();
    await sleep(3000);
    results.forwardingOnly = await cost(stage.server.pid, 30);
    results.coresOfBeingLive = round(results.liveMinute.cores - results.forwardingOnly.cores, 3);
  }
  await scene.ada.close();
  return results;
}

async function soak(stage, minutes) {
  const { ada, vera, goLiveMs, stage: own } = await goLive(stage);
  const url = await vera.streamUrl();
  const slow = await openPlayer(own, url, { lowLatencyMode: false });
  const memory = [];
  const latency = [];
  let cpuBefore = stage.server.pid && usage(stage.server.pid).cpuSeconds;
  console.log('minute  latency p50 ms  p95  waits  errors  decoded  dropped  RSS MB  cores');
  for (let minute = 1; minute <= minutes; minute++) {
    const start = performance.now();
    const seen = await latencies(vera.page, 10);
    await sleep(60_000 - (performance.now() - start));
    const state = await stalls(vera.page);
    const now = stage.server.pid ? usage(stage.server.pid) : { rssBytes: 0, cpuSeconds: 0 };
    const rss = now.rssBytes / 2 ** 20;
    const cores = (now.cpuSeconds - (cpuBefore ?? 0)) / 60;
    cpuBefore = now.cpuSeconds;
    memory.push([minute, rss]);
    latency.push(seen.p50);
    console.log(
      [
        minute,
        seen.p50,
        seen.p95,
        state.waits,
        state.errors,
        state.decoded,
        state.dropped,
        rss.toFixed(0),
        cores.toFixed(3),
      ].join('\t'),
    );
  }
  const results = {
    minutes,
    goLiveMs: round(goLiveMs),
    latencyP50Ms: { first: latency[0], last: latency.at(-1), worst: Math.max(...latency) },
    stallsUntuned: await stalls(vera.page),
    stallsNoLowLatency: await stalls(slow.page),
    rssMegabytes: {
      first: round(memory[0][1]),
      last: round(memory.at(-1)[1]),
      growthPerHour: round(growthPerHour(memory), 1),
    },
  };
  await Promise.all([slow.close(), vera.close(), ada.close()]);
  return results;
}

function print(results) {
  for (const [name, value] of Object.entries(results)) {
    console.log(`${name.padEnd(24)}${typeof value === 'object' ? JSON.stringify(value) : value}`);
  }
}

const [site, browser] = [await startSite(), await launchBrowser()];
// A browser's own first call is slow, whatever server it is made to.
const other = await startServer();
await joinRound({ server: other, site, browser });
await other.stop();
const server = await startServer();
const stage = { server, site, browser };
try {
  const results = options.soak ? await soak(stage, minutesOf(options.soak)) : await figures(stage);
  print(results);
  if (options.json) {
    writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  }
} finally {
  await stage.browser.stop();
  await stage.site.stop();
  await server.stop();
}
