// Drives the tutorial's app as a person does: by labels and roles, never by class names.
import assert from 'node:assert/strict';
import { tokenEndpoint } from './rooms.mjs';
import { eventually } from './wait.mjs';

export const BROADCASTER = 'broadcaster';
export const VIEWER = 'hls-viewer';

/** Requests the SDK itself makes to its vendor; nothing else may leave the machine. */
const VENDOR_ANALYTICS = 'event.100ms.live';

/** `initUrl` is where the SDK connects (the server, or a proxy in front of it). */
export function tutorialUrl({ site, server, room, edition, initUrl = server.url }) {
  const query = new URLSearchParams({
    tokenEndpoint: tokenEndpoint(server),
    roomId: room.id,
    initEndpoint: `${initUrl}/#https://`,
  });
  return `${site.url}/${edition}/?${query}`;
}

export class TutorialPage {
  constructor(name, role, { page, journal, close }) {
    this.name = name;
    this.role = role;
    this.page = page;
    this.journal = journal;
    this.close = close;
  }

  /** Opens the app and joins; resolves when the room is on screen. */
  static async join(stage, { name, role, edition, initUrl, studio }) {
    const opened = await stage.browser.open(tutorialUrl({ ...stage, edition, initUrl }), { label: name, studio });
    const person = new TutorialPage(name, role, opened);
    await person.submitJoinForm();
    await person.isInRoom();
    return person;
  }

  async submitJoinForm() {
    await this.page.getByLabel('Name').fill(this.name);
    await this.page.getByLabel('Role').selectOption(this.role);
    await this.page.getByRole('button', { name: 'Join' }).click();
  }

  isInRoom() {
    return this.page.getByRole('region', { name: 'Participants' }).waitFor({ timeout: 15_000 });
  }

  hasLeft() {
    return this.page.getByRole('button', { name: 'Join' }).waitFor({ timeout: 15_000 });
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  buttons() {
    return this.page.getByRole('toolbar', { name: 'Controls' }).getByRole('button').allTextContents();
  }

  tile(name) {
    return this.page.getByRole('group', { name: `Tile of ${name}`, exact: true });
  }

  tileVideo(name) {
    return this.tile(name).locator('video');
  }

  streamVideo() {
    return this.page.getByLabel('Live stream');
  }

  streamUrl() {
    return this.streamVideo().getAttribute('data-url', { timeout: 15_000 });
  }

  goLive() {
    return this.button('Go Live').click();
  }

  stopStreaming() {
    return this.button('Stop Streaming').click();
  }

  toggleMicrophone() {
    return this.button('Microphone').click();
  }

  toggleCamera() {
    return this.button('Camera').click();
  }

  async leave() {
    await this.button('Leave').click();
    await this.hasLeft();
  }

  /** `to` is what the recipient list shows: `Everyone`, `All in role …` or a name. */
  async say(text, to = 'Everyone') {
    await this.page.getByLabel('To', { exact: true }).selectOption({ label: to });
    await this.page.getByLabel('Message', { exact: true }).fill(text);
    await this.button('Send').click();
  }

  /** `sender: text` in the order of arrival. The old SDK calls the sender of one's own messages `You`. */
  async messages() {
    const list = this.page.getByRole('list', { name: 'Messages' }).getByRole('listitem');
    return (await list.allTextContents()).map(text => text.replace(/^You: /, `${this.name}: `));
  }

  async hasMessage(from, text, timeoutMs = 5000) {
    await eventually(
      async () =>
        assert.ok((await this.messages()).includes(`${from}: ${text}`), `${this.name}: ${await this.messages()}`),
      {
        timeoutMs,
        what: `"${text}" on the page of ${this.name}`,
      },
    );
  }

  async participants() {
    const entries = this.page.getByRole('region', { name: 'Participants' }).getByRole('listitem');
    return (await entries.allTextContents()).sort();
  }

  /** Everyone on the list, with roles, nobody else and nobody twice. */
  async seesParticipants(people, timeoutMs = 10_000) {
    const expected = people.map(({ name, role }) => `${name} ${role}`).sort();
    await eventually(async () => assert.deepEqual(await this.participants(), expected), {
      timeoutMs,
      what: `participants on the page of ${this.name}`,
    });
  }

  async tileSays(name, text, timeoutMs = 5000) {
    await this.tile(name).getByText(text, { exact: true }).waitFor({ timeout: timeoutMs });
  }

  /** No exceptions, and no stranger asked for anything (the vendor's analytics go nowhere: names do not resolve). */
  assertWellBehaved() {
    const strangers = this.journal.foreignRequests.filter(url => new URL(url).hostname !== VENDOR_ANALYTICS);
    assert.deepEqual(strangers, [], `foreign requests of ${this.name}`);
    const exceptions = this.journal.errors.filter(text => text.startsWith('uncaught:'));
    assert.deepEqual(exceptions, [], `exceptions on the page of ${this.name}`);
  }
}
