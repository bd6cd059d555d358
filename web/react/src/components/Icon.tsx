/** The app's own icons: strokes on a 24 by 24 grid. */
const paths = {
  camera: 'M3 7h12v10H3z M15 11l6-3.5v9L15 13',
  cameraOff: 'M7 7h8v6 M15 15v2H3V7h1 M15 11l6-3.5v9l-2-1.2 M3 3l18 18',
  chat: 'M4 5h16v11H10l-4 4v-4H4z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17 M12 7.5V12l3 2',
  close: 'M6 6l12 12 M18 6L6 18',
  copy: 'M9 9h11v11H9z M15 9V4H4v11h5',
  globe: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18 M3 12h18 M12 3c3 3 3 15 0 18 M12 3c-3 3-3 15 0 18',
  leave: 'M14 4H5v16h9 M10 12h11 M17 8l4 4-4 4',
  live: 'M12 10.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 1 0 0-3 M8 8a5.6 5.6 0 0 0 0 8 M16 8a5.6 5.6 0 0 1 0 8 M5 5a9.8 9.8 0 0 0 0 14 M19 5a9.8 9.8 0 0 1 0 14',
  microphone: 'M9 5a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0z M5.5 11a6.5 6.5 0 0 0 13 0 M12 17.5V21',
  microphoneOff:
    'M9 9v2a3 3 0 0 0 4.7 2.5 M15 10.5V5a3 3 0 0 0-5.8-1 M5.5 11a6.5 6.5 0 0 0 10.3 5.3 M18.5 11a6.4 6.4 0 0 1-.5 2.5 M12 17.5V21 M3 3l18 18',
  people:
    'M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7 M2.5 20c0-3.5 2.8-5.5 6.5-5.5s6.5 2 6.5 5.5 M15.5 5.4a3.5 3.5 0 0 1 0 6.2 M17.5 15c2.4.6 4 2.4 4 5',
  play: 'M7 4.5l12 7.5-12 7.5z',
  send: 'M4 4.5l17 7.5-17 7.5 2.5-7.5z M6.5 12H13',
  soundOff: 'M4 9.5v5h4l5 4.5V5L8 9.5z M16.5 9.5l5 5 M21.5 9.5l-5 5',
  stop: 'M6.5 6.5h11v11h-11z',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13 M15.5 15.5L20.5 20.5',
  captions: 'M3 6h18v12H3z M11 10.3a2.2 2.2 0 1 0 0 3.4 M17.5 10.3a2.2 2.2 0 1 0 0 3.4',
  emoji: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17 M8.5 14.5c1.6 2.2 5.4 2.2 7 0 M9 9.5v.6 M15 9.5v.6',
  eye: 'M2.5 12S6 5.5 12 5.5S21.5 12 21.5 12S18 18.5 12 18.5S2.5 12 2.5 12z M12 9.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6',
  float: 'M3 5h18v14H3z M12.5 12H18v4.5h-5.5z',
  fullscreen: 'M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5',
  gear: 'M12 8.8a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 1 0 0-6.4 M12 3v3 M12 18v3 M3 12h3 M18 12h3 M5.6 5.6l2.2 2.2 M16.2 16.2l2.2 2.2 M18.4 5.6l-2.2 2.2 M7.8 16.2l-2.2 2.2',
  hand: 'M7 12V6a1.5 1.5 0 0 1 3 0v4.5 M10 10V4.5a1.5 1.5 0 0 1 3 0V10 M13 10.5V5.5a1.5 1.5 0 0 1 3 0v6 M16 9.5a1.5 1.5 0 0 1 3 0V14a7 7 0 0 1-7 7c-3 0-4.5-1.5-6-4l-2.4-3.6a1.5 1.5 0 0 1 2.4-1.8L7 13',
  keyboard: 'M3 6h18v12H3z M7 10h.01 M11 10h.01 M15 10h.01 M17.5 14h.01 M6.5 14h.01 M10 14h4.5',
  more: 'M5.5 11a1 1 0 1 0 0 2a1 1 0 1 0 0-2 M12 11a1 1 0 1 0 0 2a1 1 0 1 0 0-2 M18.5 11a1 1 0 1 0 0 2a1 1 0 1 0 0-2',
  pause: 'M8 5v14 M16 5v14',
  pin: 'M9 4h6l-1 6 3 3v2H7v-2l3-3z M12 15v5.5',
  record: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16 M12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5',
  remove: 'M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7 M2.5 20c0-3.5 2.8-5.5 6.5-5.5s6.5 2 6.5 5.5 M16 9h6',
  screen: 'M3 5h18v11H3z M8 20h8 M12 13V8.5 M9.5 10.5L12 8l2.5 2.5',
  trash: 'M5 7h14 M10 7V4.5h4V7 M7 7l.8 13h8.4L17 7 M10.5 10.5v6 M13.5 10.5v6',
  replay: 'M5 12a7 7 0 1 1 2.2 5.1 M5 6.5V12h5.5',
  sound: 'M4 9.5v5h4l5 4.5V5L8 9.5z M16.5 9a4.2 4.2 0 0 1 0 6 M19 6.5a8 8 0 0 1 0 11',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flexShrink: 0, display: 'block' }}
    >
      <path d={paths[name]} />
    </svg>
  );
}
