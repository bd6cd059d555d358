// A person in the prebuilt room UI of npm, who uses it as it comes: what is looked for is what it shows.
import assert from 'node:assert/strict';
import { appToken } from './tokens.mjs';

const PATIENCE_MS = 30_000;
/** The SDK's own reports to its vendor; nothing else may leave the machine. */
const VENDOR_ANALYTICS = 'event.100ms.live';

export class RoomkitPage {
  constructor(name, { page, journal, close }) {
    Object.assign(this, { name, page, journal, close });
    page.setDefaultTimeout(PATIENCE_MS);
  }

  /** Opens the page: with the lobby, since nobody has joined yet. */
  static async open(stage, name, role) {
    const token = appToken(stage.server, { roomId: stage.room.id, role, userId: name });
    const query = new URLSearchParams({ server: stage.server.url, token });
    const viewport = { width: 1280, height: 800 };
    return new RoomkitPage(name, await stage.browser.open(`${stage.site.url}/roomkit/?${query}`, { label: name, viewport }));
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  byTestId(id) {
    return this.page.getByTestId(id).filter({ visible: true }).first();
  }

  previewPicture() {
    return this.page.locator('video[data-testid="preview_tile"]');
  }

  tilePicture(name) {
    return this.page.getByTestId(`participant_tile_${name}`).locator('video');
  }

  streamPicture() {
    return this.page.getByTestId('hms-video').locator('video');
  }

  /** `label` is what the lobby's button says: it tells whether joining goes live too. */
  async joinBy(label) {
    await this.page.getByPlaceholder('Enter name').fill(this.name);
    await this.button(label).click();
    await this.byTestId('leave_room_btn').waitFor();
  }

  async say(text) {
    await this.page.getByPlaceholder('Send a message...').fill(text);
    await this.page.getByTestId('send_msg_btn').click();
  }

  reads(text) {
    return this.page.getByTestId('chat_msg').filter({ hasText: text }).first().waitFor();
  }

  /** Opens the list and the group of this role in it, and hovers over a person's row, which shows what can be done. */
  async choosesFor(name, role, action) {
    const row = this.page.getByTestId(`participant_${name}`);
    if (!(await row.isVisible())) {
      await this.byTestId('participant_list').click();
      await this.page.getByRole('button', { name: new RegExp(`^${role}`, 'i') }).click();
    }
    await row.hover();
    await row.getByTestId('participant_more_actions').click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  async createPoll(title, question, options) {
    await this.byTestId('polls_btn').click();
    await this.page.getByPlaceholder('Enter a name to continue').fill(title);
    await this.button('Create Poll').click();
    await this.page.getByPlaceholder('Ask a question').fill(question);
    for (const [index, option] of options.entries()) {
      await this.page.getByPlaceholder(`Option ${index + 1}`).fill(option);
    }
    await this.button('Save').click();
    await this.button('Launch poll').click();
  }

  async vote(option) {
    await this.byTestId('polls_btn').click();
    await this.button('View').click();
    await this.page.getByLabel(option, { exact: true }).click();
    await this.button('Vote').last().click();
    await this.page.getByText('Voted', { exact: true }).waitFor();
  }

  async leave() {
    await this.byTestId('leave_room_btn').click();
    await this.byTestId('leave_room').click();
    await this.page.getByText('You left the room').waitFor();
  }

  assertAskedNoStranger() {
    const strangers = this.journal.foreignRequests.filter(url => new URL(url).hostname !== VENDOR_ANALYTICS);
    assert.deepEqual(strangers, [], `${this.name}'s page asked strangers`);
  }
}
