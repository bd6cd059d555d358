// A person in front of Rostra's own web app.
import assert from 'node:assert/strict';

export const PHONE = { width: 360, height: 740 };
/** Where the SDK would send its reports; the page's policy keeps them here. */
const VENDOR = /^https:\/\/event\.100ms\.live\//;

/** One window with the app. */
export class AppPage {
  constructor(name, { page, journal, close }) {
    Object.assign(this, { name, page, journal, close });
  }

  static async open(stage, name, { at = '/join', ...options } = {}) {
    const url = new URL(at, stage.server.url).href;
    return new AppPage(name, await stage.browser.open(url, { label: name, locale: 'en-US', ...options }));
  }

  /** `role` is not chosen where the link has decided it. */
  async join(role = null) {
    await this.page.getByRole('textbox', { name: /name/i }).fill(this.name);
    if (role !== null) {
      await this.chooseRole(role);
    }
    await this.button('Join').click();
    await this.button('Leave').waitFor({ timeout: 15_000 });
  }

  async chooseRole(role) {
    await this.page.getByRole('radio', { name: new RegExp(`^${role}`, 'i') }).check();
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  microphone() {
    return this.page.getByRole('button', { name: /microphone/i });
  }

  camera() {
    return this.page.getByRole('button', { name: /camera/i });
  }

  /** Somebody's tile on stage; the own one says `(you)`. */
  tileVideo(name) {
    return this.page.getByRole('list', { name: 'Stage' }).getByRole('listitem', { name }).locator('video');
  }

  stream() {
    return this.page.getByLabel('Live stream');
  }

  async open(panel) {
    const toggle = this.page.getByRole('button', { name: new RegExp(`^Show ${panel}`) });
    if ((await toggle.count()) > 0 && (await toggle.getAttribute('aria-pressed')) === 'false') {
      await toggle.click();
    }
  }

  /** A tile's camera or screen; `(you)` is part of one's own name. */
  tile(name) {
    return this.page.getByRole('list', { name: 'Stage' }).getByRole('listitem', { name });
  }

  async chooseMore(item) {
    await this.button('More').click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** A person's row in the list of people. */
  person(name) {
    return this.page.getByRole('list', { name: 'People' }).getByRole('listitem').filter({ hasText: name });
  }

  async doTo(name, action) {
    await this.open('people');
    await this.button(`Actions for ${name}`).click();
    await this.page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  async say(text) {
    await this.open('chat');
    const input = this.page.getByRole('textbox', { name: 'Message' });
    await input.fill(text);
    await input.press('Enter');
  }

  problem(kind) {
    return this.page.locator(`[data-problem="${kind}"]`);
  }

  async fitsScreen() {
    const [needed, available] = await this.page.evaluate(() => [
      document.documentElement.scrollWidth,
      window.innerWidth,
    ]);
    assert.ok(needed <= available, `${needed} px of content on a screen of ${available} px`);
  }

  assertWellBehaved() {
    const strangers = this.journal.foreignRequests.filter(url => !VENDOR.test(url));
    assert.deepEqual(strangers, [], `foreign requests of ${this.name}`);
    const violations = this.journal.cspViolations.filter(text => !text.includes('event.100ms.live'));
    assert.deepEqual(violations, [], `CSP violations of ${this.name}`);
    assert.deepEqual(
      this.journal.errors.filter(text => text.startsWith('uncaught:')),
      [],
      `exceptions of ${this.name}`,
    );
  }
}
