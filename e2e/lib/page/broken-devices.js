// Installed with `open({ brokenDevices })`: cameras and microphones that throw what browsers throw. `video` and `audio`
// name the error of each; what is not named works.
(() => {
  const { mediaDevices } = navigator;
  const real = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async constraints => {
    for (const kind of ['video', 'audio']) {
      const error = window.brokenDevices[kind];
      if (constraints[kind] && error) {
        throw new DOMException(`${error} of the ${kind} device`, error);
      }
    }
    return real(constraints);
  };
})();
