// The SDK without a user interface, for the test to call: `probe.actions`, `probe.state`, `probe.seen`.
import * as sdk from 'hms-sdk';

const hms = new sdk.HMSReactiveStore();
hms.triggerOnSubscribe();
const store = hms.getStore();
const actions = hms.getActions();
const notifications = hms.getNotifications();

/** Everything the SDK told the app, oldest first: `{ type, data }` with plain data. */
const seen = [];
notifications.onNotification(({ type, data }) => {
  let plain = null;
  try {
    plain = JSON.parse(JSON.stringify(data ?? null));
  } catch {
    plain = String(data);
  }
  seen.push({ type, data: plain });
});

window.probe = {
  sdk,
  store,
  actions,
  seen,
  /** Peers by name: role, groups, which of their tracks are on. */
  people() {
    const state = store.getState();
    return Object.fromEntries(
      store.getState(sdk.selectPeers).map(peer => [
        peer.name,
        {
          id: peer.id,
          role: peer.roleName,
          metadata: peer.metadata,
          hand: Boolean(peer.isHandRaised),
          audio: sdk.selectIsPeerAudioEnabled(peer.id)(state),
          video: sdk.selectIsPeerVideoEnabled(peer.id)(state),
        },
      ]),
    );
  },
  messages: () => store.getState(sdk.selectHMSMessages).map(({ senderName, message }) => `${senderName}: ${message}`),
};
