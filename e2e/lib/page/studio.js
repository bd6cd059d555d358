// Runs inside a page before its own scripts: replaces camera and microphone by ones a test can recognise.
// The picture is a solid colour with a moving bar and a clock drawn as black and white blocks; the sound is a pure tone.
// Expects `window.studioSettings = { colour: 'rgb(...)', hertz, width, height, fps, detail }`; see also clock.js. `detail`
// is how many small squares in shades of blue change place in each picture: a plain one costs an encoder nothing. `codec`
// (`VP8`) is the only one that WebRTC then offers for video.
(() => {
  const { colour, hertz, width = 1280, height = 720, fps = 25, detail = 0, codec = null } = window.studioSettings;

  function openCamera() {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    const stream = canvas.captureStream(fps);
    const [track] = stream.getVideoTracks();
    const draw = () => {
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
