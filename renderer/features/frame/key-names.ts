const isMac = /^Mac/.test(navigator.platform);

/** Names of keys as this system prints them. */
export const PALETTE_KEYS = isMac ? '⌘ K' : 'Ctrl K';
export const RUN_KEYS = isMac ? '⌘ ↵' : 'Ctrl ↵';
