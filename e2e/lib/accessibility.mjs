// What axe-core finds on a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SERIOUS = new Set(['serious', 'critical']);

/** Nothing on the page, or in a frame of it, keeps people with a screen reader, a keyboard or weak eyes out. */
export async function assertAccessible(page, what) {
  // Evaluated through the debugger, which the page's Content-Security-Policy does not bind.
  await page.evaluate(AXE);
  // In the middle of a transition colours are nobody's choice.
  await page.evaluate(() => {
    const transitions = document.getAnimations().filter(animation => animation instanceof CSSTransition);
    return Promise.allSettled(transitions.map(transition => transition.finished));
  });
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const serious = violations
    .filter(violation => SERIOUS.has(violation.impact))
    .map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(node => `${node.target} ${node.failureSummary}`) }));
  assert.deepEqual(serious, [], `axe on ${what}`);
}

/** The same in light and in dark. */
export async function assertAccessibleInBoth(page, what) {
  await page.emulateMedia({ colorScheme: 'dark' });
  await assertAccessible(page, `${what}, dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await assertAccessible(page, what);
}
