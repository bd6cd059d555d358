// Runs inside every page: turns what a person would see and hear into numbers. Installed as `window.perceive`.
(() => {
  const WIDTH = 64;
  const HEIGHT = 36;
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d', { willReadFrequently: true });

  /** One small picture of what the element shows now: mean colour, contrast and the pixels themselves. */
  function snapshot(video) {
    context.drawImage(video, 0, 0, WIDTH, HEIGHT);
    const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
    const sums = [0, 0, 0];
    const luma = new Float32Array(WIDTH * HEIGHT);
    for (let i = 0; i < luma.length; i++) {
      const [r, g, b] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
      sums[0] += r;
      sums[1] += g;
      sums[2] += b;
      luma[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    }
    const mean = luma.reduce((sum, value) => sum + value, 0) / luma.length;
    const variance = luma.reduce((sum, value) => sum + (value - mean) ** 2, 0) / luma.length;
    const [red, green, blue] = sums.map(sum => Math.round(sum / luma.length));
    return { luma, mean, contrast: Math.sqrt(variance), red, green, blue };
  }

  function difference(a, b) {
    let changed = 0;
    for (let i = 0; i < a.luma.length; i++) {
      changed += Math.abs(a.luma[i] - b.luma[i]) > 12 ? 1 : 0;
    }
    return changed;
  }

  function frameShown(video) {
    return new Promise(resolve => {
      const timer = setTimeout(() => resolve(null), 1000);
      video.requestVideoFrameCallback((now, metadata) => {
        clearTimeout(timer);
        resolve(metadata);
      });
    });
  }

  /** Watches an element for `milliseconds`: frames presented, changes between them, and the last picture's colours. */
  async function picture(video, milliseconds) {
    const end = performance.now() + milliseconds;
    const started = video.currentTime;
    let frames = 0;
    let moved = 0;
    let last = null;
    let reference = null;
    while (performance.now() < end) {
      const metadata = await frameShown(video);
      if (metadata === null) {
        continue;
      }
      frames++;
      last = snapshot(video);
      reference ??= last;
      moved = Math.max(moved, difference(reference, last));
    }
    const quality = video.getVideoPlaybackQuality();
    return {
      frames,
      changedPixels: moved,
      advancedSeconds: video.currentTime - started,
      width: video.videoWidth,
      height: video.videoHeight,
      decoded: quality.totalVideoFrames,
      dropped: quality.droppedVideoFrames,
      black: last === null || last.mean < 8 || (last.contrast < 2 && last.mean < 24),
      colour: last && { red: last.red, green: last.green, blue: last.blue },
    };
  }

  let audioContext = null;
  const analysers = new WeakMap();

  /**
   * A stream is listened to beside its element; a file or live playlist through its element, which then plays into
   * the analyser instead of the loudspeaker (`captureStream` would go silent for good when the player starts late).
   */
  function analyserOf(element) {
    const stream = element.srcObject;
    if (stream && stream.getAudioTracks().length === 0) {
      return null;
    }
    const key = stream ?? element;
    if (!analysers.has(key)) {
      audioContext ??= new AudioContext();
      const analyser = audioContext.createAnalyser();
      analyser.fftSize = 2048;
      analyser.smoothingTimeConstant = 0;
      const source = stream
        ? audioContext.createMediaStreamSource(new MediaStream(stream.getAudioTracks()))
        : audioContext.createMediaElementSource(element);
      source.connect(analyser);
      analysers.set(key, analyser);
    }
    return analysers.get(key);
  }

  /** Loudest sample (0 to 1) and strongest frequency (hertz) heard from any of the elements in `milliseconds`. */
  async function sound(elements, milliseconds) {
    const end = performance.now() + milliseconds;
    const heard = { peak: 0, hertz: 0, sources: 0 };
    const wave = new Float32Array(2048);
    const spectrum = new Float32Array(1024);
    let strongest = -Infinity;
    while (performance.now() < end) {
      const list = elements().map(analyserOf).filter(Boolean);
      heard.sources = Math.max(heard.sources, list.length);
      await audioContext?.resume();
      for (const analyser of list) {
        analyser.getFloatTimeDomainData(wave);
        for (const value of wave) {
          heard.peak = Math.max(heard.peak, Math.abs(value));
        }
        analyser.getFloatFrequencyData(spectrum);
        for (let bin = 2; bin < spectrum.length; bin++) {
          if (spectrum[bin] > strongest) {
            strongest = spectrum[bin];
            heard.hertz = Math.round((bin * audioContext.sampleRate) / 2048);
          }
        }
      }
      await new Promise(resolve => setTimeout(resolve, 30));
    }
    return heard;
  }

  /** The same for one element, with what its player did meanwhile. */
  async function elementSound(element, milliseconds) {
    const [started, bytes] = [element.currentTime, element.webkitAudioDecodedByteCount];
    const heard = await sound(() => [element], milliseconds);
    return {
      ...heard,
      advancedSeconds: element.currentTime - started,
      decodedBytes: element.webkitAudioDecodedByteCount - bytes,
      readyState: element.readyState,
    };
  }

  // The old SDK plays what arrives early through elements that are in no document.
  const played = new Set();
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    played.add(this);
    return play.call(this);
  };

  /** Everything that makes sound from a MediaStream (the SDK keeps its `audio` elements hidden). */
  const audioElements = () =>
    [...new Set([...document.querySelectorAll('audio'), ...played])].filter(
      element => element instanceof HTMLAudioElement && element.srcObject && !element.muted,
    );

  window.perceive = {
    picture,
    sound: elementSound,
    roomSound: milliseconds => sound(audioElements, milliseconds),
  };
})();
