/** The app's own icons: strokes on a 24 by 24 grid. */
const paths = {
  camera: 'M3 7h12v10H3z M15 11l6-3.5v9L15 13',
  cameraOff: 'M7 7h8v6 M15 15v2H3V7h1 M15 11l6-3.5v9l-2-1.2 M3 3l18 18',
  chat: 'M4 5h16v11H10l-4 4v-4H4z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
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
