import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `probe` until it returns without throwing, at most for `timeoutMs`; then throws what it threw last.
 * Resolves with the probe's value.
 */
export async function eventually(probe, { timeoutMs = 10_000, everyMs = 100, what = '' } = {}) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() >= deadline) {
        error.message = `${what ? `${what}: ` : ''}not within ${timeoutMs} ms: ${error.message}`;
        throw error;
      }
      await sleep(everyMs);
    }
  }
}

export { sleep };
