// What axe-core finds on a page as it stands.
import assert from 'node:assert/strict';
import axe from 'axe-core';

/** Nothing that axe calls serious or critical; `what` names the page in the message. */
export async function isAccessible(page, what) {
  await page.evaluate(`${axe.source};0`);
  const violations = await page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ['violations'] });
    return result.violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
  });
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(serious, [], `accessibility of ${what}`);
}
