const PATHS = {
  undo: 'M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3',
  bury: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z',
  suspend: 'M9 5v14M15 5v14',
  flag: 'M5 21V4h13l-3 4.5L18 13H5',
  replay: 'M4 9v6h4l5 4V5L8 9H4Zm12.5 0a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM9.7 9.4a2.4 2.4 0 1 1 3.6 2.1c-.9.5-1.3 1-1.3 2M12 16.6v.01',
  exit: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  close: 'M6 6l12 12M18 6 6 18',
  right: 'M5 12.5 10 17.5 19 7.5',
  wrong: 'M7 7l10 10M17 7 7 17',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="cw-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
