// Runs inside a page before its own scripts: notes when Join or Go Live was pressed and when a picture first appeared.
// Times are milliseconds since the epoch, so those of different windows can be compared.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const stopwatch = (window.stopwatch = { pressed: {}, firstFrame: {} });

  document.addEventListener(
    'click',
    event => {
      const name = event.target.closest?.('button')?.textContent;
      if (name) {
        stopwatch.pressed[name] = now();
      }
    },
    true,
  );

  const watched = new WeakSet();

  /** `Tile of Ada` or `Live stream`: the label nearest to the video. */
  const labelOf = video => video.closest('[aria-label]')?.getAttribute('aria-label') ?? 'video';

  function watch(video) {
    if (watched.has(video)) {
      return;
    }
    watched.add(video);
    video.requestVideoFrameCallback(() => {
      stopwatch.firstFrame[labelOf(video)] ??= now();
    });
    video.addEventListener('waiting', () => {
      const began = stopwatch.firstFrame[labelOf(video)];
      if (began) {
        stopwatch.stalls = (stopwatch.stalls ?? 0) + 1;
        (stopwatch.stalledAfterMs ??= []).push(Math.round(now() - began));
      }
    });
  }

  new MutationObserver(() => document.querySelectorAll('video').forEach(watch)).observe(document, {
    childList: true,
    subtree: true,
  });
})();
