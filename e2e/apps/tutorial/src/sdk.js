// The one place that knows which SDK the app was built with. `hms-sdk` is an alias set by the build.
export * from 'hms-sdk';

export const edition = __SDK_EDITION__;

/**
 * Joins and resolves when the SDK took the request. The current SDK returns a promise that rejects when joining fails;
 * the old one returns nothing and reports failures only as notifications.
 */
export async function joinRoom(actions, config) {
  if (edition === 'legacy') {
    actions.join(config);
    return;
  }
  await actions.join(config);
}
