// Runs inside a page before its own scripts: replaces camera and microphone by ones a test can recognise.
// The picture is a solid colour with a moving bar and a clock drawn as black and white blocks; the sound is a pure tone.
// Expects `window.studioSettings = { colour: 'rgb(...)', hertz, width, height, fps, detail }`; see also clock.js. `detail`
// is how many small squares in shades of blue change place in each picture: a plain one costs an encoder nothing. `codec`
// (`VP8`) is the only one that WebRTC then offers for video. `portrait` is for pictures that people look at: a drawn figure
// (`{ wall, skin, hair, shirt }`) instead of bar and clock.
(() => {
  const { colour, hertz, width = 1280, height = 720, fps = 25, detail = 0, codec = null, portrait = null } = window.studioSettings;

  function openCamera() {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    const stream = canvas.captureStream(fps);
    const [track] = stream.getVideoTracks();
    const draw = () => {
      if (portrait !== null) {
        drawPortrait(context, Date.now());
        return;
      }
      context.fillStyle = colour;
      context.fillRect(0, 0, width, height);
      const now = Date.now();
      context.fillStyle = '#fff';
      context.fillRect(((now % 4000) / 4000) * width, height * 0.7, width / 10, height * 0.2);
      for (let i = 0; i < detail; i++) {
        context.fillStyle = `rgb(${Math.random() * 100}, ${Math.random() * 100}, ${120 + Math.random() * 135})`;
        context.fillRect(Math.random() * width, height * (0.3 + Math.random() * 0.35), 20, 20);
      }
      window.blockClock.draw(context, width, now);
      if (track.readyState === 'ended') {
        clearInterval(timer);
      }
    };
    const timer = setInterval(draw, 1000 / fps);
    draw();
    const settings = { deviceId: 'studio-camera', groupId: 'studio', width, height, frameRate: fps };
    track.getSettings = () => settings;
    return track;
  }

  function drawPortrait(context, now) {
    const sway = Math.sin(now / 900) * width * 0.008;
    const [x, y, size] = [width / 2 + sway, height * 0.46, height * 0.17];
    const ellipse = (colour, cx, cy, rx, ry) => {
      context.fillStyle = colour;
      context.beginPath();
      context.ellipse(cx, cy, rx, ry, 0, 0, 2 * Math.PI);
      context.fill();
    };
    context.fillStyle = portrait.wall;
    context.fillRect(0, 0, width, height);
    ellipse(portrait.hair, x, y - size * 0.25, size * 1.12, size * 1.3);
    ellipse(portrait.shirt, x - sway * 0.5, height * 1.06, height * 0.42, height * 0.34);
    ellipse(portrait.skin, x, y + size * 0.95, size * 0.42, size * 0.6);
    ellipse(portrait.skin, x, y, size * 0.9, size * 1.15);
    ellipse(portrait.hair, x, y - size * 0.95, size * 0.98, size * 0.5);
    for (const side of [-1, 1]) {
      ellipse('#2b2320', x + side * size * 0.34, y - size * 0.05, size * 0.08, now % 4000 < 160 ? 2 : size * 0.09);
    }
    context.strokeStyle = '#7a3b34';
    context.lineWidth = size * 0.07;
    context.lineCap = 'round';
    context.beginPath();
    context.arc(x, y + size * 0.25, size * 0.36, 0.2 * Math.PI, 0.8 * Math.PI);
    context.stroke();
  }

  function openMicrophone() {
    const context = new AudioContext();
    const oscillator = context.createOscillator();
    oscillator.frequency.value = hertz;
    const gain = context.createGain();
    gain.gain.value = 0.4;
    const destination = context.createMediaStreamDestination();
    oscillator.connect(gain).connect(destination);
    oscillator.start();
    const [track] = destination.stream.getAudioTracks();
    track.getSettings = () => ({ deviceId: 'studio-microphone', groupId: 'studio' });
    return track;
  }

  if (codec !== null) {
    const addTransceiver = RTCPeerConnection.prototype.addTransceiver;
    RTCPeerConnection.prototype.addTransceiver = function (trackOrKind, init) {
      const transceiver = addTransceiver.call(this, trackOrKind, init);
      if ((trackOrKind.kind ?? trackOrKind) === 'video') {
        const wanted = new RegExp(`/(${codec}|rtx)$`, 'i');
        const { codecs } = RTCRtpSender.getCapabilities('video');
        transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => wanted.test(mimeType)));
      }
      return transceiver;
    };
  }

  navigator.mediaDevices.getUserMedia = async constraints => {
    const tracks = [];
    if (constraints.audio) {
      tracks.push(openMicrophone());
    }
    if (constraints.video) {
      tracks.push(openCamera());
    }
    return new MediaStream(tracks);
  };
})();
