import React, { useEffect, useRef } from 'react';
import Hls from 'hls.js';

/** Plays a live playlist with hls.js as it comes out of the box, or natively where the browser can. */
export function StreamPlayer({ url }) {
  const videoRef = useRef(null);

  useEffect(() => {
    const video = videoRef.current;
    if (!Hls.isSupported()) {
      video.src = url;
      return () => video.removeAttribute('src');
    }
    const hls = new Hls();
    window.streamErrors = [];
    hls.on(Hls.Events.ERROR, (_, data) => window.streamErrors.push({ details: data.details, fatal: data.fatal }));
    hls.loadSource(url);
    hls.attachMedia(video);
    window.streamPlayer = hls;
    return () => hls.destroy();
  }, [url]);

  return <video ref={videoRef} aria-label="Live stream" data-url={url} autoPlay controls playsInline />;
}
