// What a process and its descendants cost, read from /proc (Linux).
import { readFileSync, readdirSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

function readStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      state: fields[0],
      parent: Number(fields[1]),
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
      // Time of children that already ended and were waited for; short-lived encoders count too.
      reapedCpuSeconds: (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND,
      rssBytes: Number(fields[21]) * PAGE_BYTES,
    };
  } catch {
    return null; // ended between listing and reading
  }
}

/** The process and everything below it, zombies left out. */
export function processTree(rootPid) {
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => readStat(Number(name)))
    .filter(stat => stat !== null && stat.state !== 'Z');
  const tree = all.filter(stat => stat.pid === rootPid);
  for (let i = 0; i < tree.length; i++) {
    tree.push(...all.filter(stat => stat.parent === tree[i].pid));
  }
  return tree;
}

export function usage(rootPid) {
  const tree = processTree(rootPid);
  return {
    processes: tree.length,
    cpuSeconds: tree.reduce((sum, stat) => sum + stat.cpuSeconds + stat.reapedCpuSeconds, 0),
    rssBytes: tree.reduce((sum, stat) => sum + stat.rssBytes, 0),
  };
}

export const isAlive = pid => processTree(pid).length > 0;
