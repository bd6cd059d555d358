const [WIDTH, HEIGHT, FRAMES] = [1280, 720, 25];

/**
 * Lets this page's camera be a drawing with a clock and its microphone a soft tone at each second, until the function
 * that is returned is called. Nobody is asked for a device.
 */
export function showTestPicture(): () => void {
  const devices = navigator.mediaDevices;
  const stops: (() => void)[] = [];
  // An own property hides the browser's; deleting it brings that back.
  Object.defineProperty(devices, 'getUserMedia', {
    configurable: true,
    value: async ({ audio, video }: MediaStreamConstraints) => {
      const tracks: MediaStreamTrack[] = [];
      if (audio) tracks.push(tones(stops));
      if (video) tracks.push(drawing(stops));
      return new MediaStream(tracks);
    },
  });
  return () => {
    Reflect.deleteProperty(devices, 'getUserMedia');
    stops.forEach((stop) => stop());
  };
}

function drawing(stops: (() => void)[]): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const context = canvas.getContext('2d');
  const track = canvas.captureStream(FRAMES).getVideoTracks()[0];
  if (context === null || track === undefined) throw new DOMException('No drawing here', 'NotFoundError');
  const timer = setInterval(() => draw(context, Date.now()), 1000 / FRAMES);
  draw(context, Date.now());
  stops.push(() => {
    clearInterval(timer);
    track.stop();
  });
  Object.defineProperty(track, 'getSettings', {
    value: () => ({ deviceId: 'test-picture', groupId: 'test', width: WIDTH, height: HEIGHT, frameRate: FRAMES }),
  });
  return track;
}

/** Something moves at every moment, and the time can be read: both are what one looks for in a stream. */
function draw(context: CanvasRenderingContext2D, now: number): void {
  const turn = (now % 60_000) / 60_000;
  const sky = context.createLinearGradient(0, 0, WIDTH, HEIGHT);
  sky.addColorStop(0, `hsl(${160 + 60 * Math.sin(turn * 2 * Math.PI)}, 55%, 30%)`);
  sky.addColorStop(1, '#0c0f0e');
  context.fillStyle = sky;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const second = (now % 1000) / 1000;
  context.fillStyle = 'rgba(255, 255, 255, 0.25)';
  context.beginPath();
  context.arc(WIDTH * second, HEIGHT * 0.78 - 90 * Math.sin(second * Math.PI), 36, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = '#fff';
  context.textAlign = 'center';
  context.font = '600 160px system-ui, sans-serif';
  context.fillText(new Date(now).toLocaleTimeString(), WIDTH / 2, HEIGHT / 2);
  context.font = '36px system-ui, sans-serif';
  context.fillText('Rostra', WIDTH / 2, HEIGHT / 2 + 80);
}

function tones(stops: (() => void)[]): MediaStreamTrack {
  const audio = new AudioContext();
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  const destination = audio.createMediaStreamDestination();
  volume.gain.value = 0;
  oscillator.frequency.value = 523;
  oscillator.connect(volume).connect(destination);
  oscillator.start();
  const timer = setInterval(() => {
    const { currentTime } = audio;
    volume.gain.setTargetAtTime(0.08, currentTime, 0.01);
    volume.gain.setTargetAtTime(0, currentTime + 0.08, 0.05);
  }, 1000);
  const track = destination.stream.getAudioTracks()[0];
  if (track === undefined) throw new DOMException('No sound here', 'NotFoundError');
  stops.push(() => {
    clearInterval(timer);
    track.stop();
    void audio.close();
  });
  Object.defineProperty(track, 'getSettings', { value: () => ({ deviceId: 'test-tone', groupId: 'test' }) });
  return track;
}
