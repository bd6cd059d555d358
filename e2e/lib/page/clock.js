// A clock that survives video coding: milliseconds of the day's low 24 bits and an 8-bit check, as 32 black or white
// blocks in two rows at the top left of the picture. Installed as `window.blockClock`.
(() => {
  const COLUMNS = 16;
  const ROWS = 2;
  const BITS = 24;
  const WRAP = 2 ** BITS;

  const check = value => ((value & 0xff) ^ ((value >> 8) & 0xff) ^ ((value >> 16) & 0xff) ^ 0x5a) & 0xff;

  /** A block is 1/20 of the picture's width, so it scales with the layer that is watched. */
  const blockSize = width => width / 20;

  function draw(context, width, now) {
    const value = now % WRAP;
    const size = blockSize(width);
    for (let bit = 0; bit < COLUMNS * ROWS; bit++) {
      const on = bit < BITS ? (value >> bit) & 1 : (check(value) >> (bit - BITS)) & 1;
      context.fillStyle = on ? '#fff' : '#000';
      context.fillRect((bit % COLUMNS) * size, Math.floor(bit / COLUMNS) * size, Math.ceil(size), Math.ceil(size));
    }
  }

  const canvas = document.createElement('canvas');
  canvas.width = COLUMNS * 8;
  canvas.height = ROWS * 8;
  const context = canvas.getContext('2d', { willReadFrequently: true });

  /** Age in milliseconds of the frame the element shows, or null if no intact clock is in it. */
  function age(video, now = Date.now()) {
    const size = blockSize(video.videoWidth);
    context.drawImage(video, 0, 0, size * COLUMNS, size * ROWS, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let value = 0;
    let sum = 0;
    for (let bit = 0; bit < COLUMNS * ROWS; bit++) {
      const x = (bit % COLUMNS) * 8 + 4;
      const y = Math.floor(bit / COLUMNS) * 8 + 4;
      const on = data[4 * (y * canvas.width + x)] > 127 ? 1 : 0;
      if (bit < BITS) {
        value += on * 2 ** bit;
      } else {
        sum += on * 2 ** (bit - BITS);
      }
    }
    return sum === check(value) ? ((((now % WRAP) - value) % WRAP) + WRAP) % WRAP : null;
  }

  window.blockClock = { draw, age };
})();
