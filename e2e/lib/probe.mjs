// A person whose page is nothing but the SDK: asks and looks through `window.probe`, see apps/probe.
import { appToken } from './tokens.mjs';
import { eventually } from './wait.mjs';

export class Probe {
  constructor(name, role, token, initUrl, { page, journal, close }) {
    Object.assign(this, { name, role, token, initUrl, page, journal, close });
  }

  /**
   * `edition` says with which SDK, `scripts` run in the page before it (files, or functions with an argument), and the
   * rest is for the browser.
   */
  static async open(stage, name, role, options = {}) {
    const { initUrl = stage.server.url, userId = name, edition = 'current', scripts = [], ...window } = options;
    const token = appToken(stage.server, { roomId: stage.room.id, role, userId });
    const opened = await stage.browser.open('about:blank', { label: name, ...window });
    for (const [script, argument] of scripts) {
      await opened.page.addInitScript(script, argument);
    }
    await opened.page.goto(`${stage.site.url}/${edition === 'legacy' ? 'probe-legacy' : 'probe'}/`);
    return new Probe(name, role, token, initUrl, opened);
  }

  static async join(stage, name, role, options) {
    const person = await Probe.open(stage, name, role, options);
    await person.join();
    return person;
  }

  #config(more = {}) {
    return { userName: this.name, authToken: this.token, initEndpoint: `${this.initUrl}/#https://`, ...more };
  }

  join(more) {
    return this.do((probe, config) => probe.actions.join(config), this.#config(more));
  }

  preview(more) {
    return this.do((probe, config) => probe.actions.preview(config), this.#config(more));
  }

  /** Runs `action(probe, argument)` in the page and resolves with its plain result. */
  do(action, argument) {
    return this.page.evaluate(`(${action})(window.probe, ${JSON.stringify(argument ?? null)})`);
  }

  /** As `do`, for what must fail: resolves with the error's code and message. */
  fails(action, argument) {
    return this.page.evaluate(
      `Promise.resolve((${action})(window.probe, ${JSON.stringify(argument ?? null)})).then(
         () => { throw new Error('it did not fail'); },
         ({ code, message }) => ({ code, message }))`,
    );
  }

  people() {
    return this.do(probe => probe.people());
  }

  messages() {
    return this.do(probe => probe.messages());
  }

  /** Waits until `probe(people)` no longer throws. */
  sees(check, what, timeoutMs = 8000) {
    return eventually(async () => check(await this.people()), { what: `${this.name} sees ${what}`, timeoutMs });
  }

  /** The newest notification of this type, once there is one. */
  hears(type, timeoutMs = 8000) {
    return eventually(
      async () => {
        const data = await this.do((probe, wanted) => probe.seen.findLast(each => each.type === wanted) ?? null, type);
        if (!data) {
          throw new Error(`heard ${JSON.stringify(await this.do(probe => probe.seen.map(each => each.type)))}`);
        }
        return data.data;
      },
      { what: `${this.name} hears ${type}`, timeoutMs },
    );
  }

  /** Who is brought on stage publishes muted; this switches camera and microphone on. */
  async showUp() {
    await eventually(
      () =>
        this.do(async probe => {
          const { getState } = probe.store;
          if (!getState(probe.sdk.selectLocalVideoTrackID) || !getState(probe.sdk.selectLocalAudioTrackID)) {
            throw new Error('no tracks of its own');
          }
          await probe.actions.setLocalVideoEnabled(true);
          await probe.actions.setLocalAudioEnabled(true);
        }),
      { what: `${this.name} is on stage`, timeoutMs: 15_000 },
    );
  }

  /** The picture of somebody else has arrived. */
  seesPictureOf(name, timeoutMs = 30_000) {
    return eventually(
      async () => {
        const there = await this.do((probe, who) => {
          const track = probe.store.getState(probe.sdk.selectVideoTrackByPeerID(probe.people()[who].id));
          return Boolean(track?.id && track.enabled);
        }, name);
        if (!there) {
          throw new Error('no track');
        }
      },
      { what: `${this.name} gets the picture of ${name}`, timeoutMs },
    );
  }

  /** Shows the camera of somebody else in a large tile, and resolves with its `<video>`. */
  async watch(name) {
    await this.do(async (probe, who) => {
      const track = probe.store.getState(probe.sdk.selectVideoTrackByPeerID(probe.people()[who].id));
      const video = document.body.appendChild(document.createElement('video'));
      Object.assign(video, { autoplay: true, muted: true, playsInline: true, width: 640, height: 360, title: who });
      await probe.actions.attachVideo(track.id, video);
    }, name);
    return this.page.getByTitle(name);
  }

  forgetHeard() {
    return this.do(probe => void (probe.seen.length = 0));
  }
}
