import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserWindow, Rectangle } from 'electron';
import writeFileAtomic from 'write-file-atomic';

export const MIN_SIZE = { width: 880, height: 600 };
const DEFAULT_SIZE = { width: 1240, height: 800 };
const SAVE_AFTER_MS = 500;

/** Where the window is, in device-independent pixels. */
export interface WindowPlace {
  bounds: Partial<Rectangle> & { width: number; height: number };
  maximized: boolean;
}

const DEFAULT_PLACE: WindowPlace = { bounds: DEFAULT_SIZE, maximized: false };

/** The remembered place; the default one when there is none or it makes no sense. */
export function parsePlace(text: string): WindowPlace {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return DEFAULT_PLACE;
  }
  const { bounds, maximized } = (value ?? {}) as { bounds?: Partial<Rectangle>; maximized?: unknown };
  const { x, y, width, height } = bounds ?? {};
  const numbers = [x, y, width, height];
  if (!numbers.every((number): number is number => Number.isSafeInteger(number))) return DEFAULT_PLACE;
  const [left = 0, top = 0, wide = 0, high = 0] = numbers;
  return { bounds: { x: left, y: top, width: wide, height: high }, maximized: maximized === true };
}

/** Moves and shrinks a place so that it lies on one of the displays: the one it shares most with, else the middle of the first. */
export function clampPlace(place: WindowPlace, workAreas: readonly Rectangle[]): WindowPlace {
  const { x, y } = place.bounds;
  const width = Math.max(place.bounds.width, MIN_SIZE.width);
  const height = Math.max(place.bounds.height, MIN_SIZE.height);
  const size = { width, height };
  if (x === undefined || y === undefined) return { ...place, bounds: size };
  const shared = (area: Rectangle) =>
    Math.max(0, Math.min(x + width, area.x + area.width) - Math.max(x, area.x)) *
    Math.max(0, Math.min(y + height, area.y + area.height) - Math.max(y, area.y));
  const best = workAreas.reduce<Rectangle | null>((found, area) => (shared(area) > (found ? shared(found) : 0) ? area : found), null);
  if (!best) return { ...place, bounds: size };
  const fitted = {
    width: Math.max(MIN_SIZE.width, Math.min(width, best.width)),
    height: Math.max(MIN_SIZE.height, Math.min(height, best.height)),
  };
  const within = (at: number, length: number, start: number, room: number) => Math.max(start, Math.min(at, start + room - length));
  return {
    ...place,
    bounds: { x: within(x, fitted.width, best.x, best.width), y: within(y, fitted.height, best.y, best.height), ...fitted },
  };
}

const placeFile = (dataFolder: string) => join(dataFolder, 'window.json');

export function readPlace(dataFolder: string): WindowPlace {
  try {
    return parsePlace(readFileSync(placeFile(dataFolder), 'utf8'));
  } catch {
    return DEFAULT_PLACE;
  }
}

/** Remembers the window's place while it is moved, and at its end. A folder that cannot be written only forgets it. */
export function rememberPlace(window: BrowserWindow, dataFolder: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    const place: WindowPlace = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileAtomic.sync(placeFile(dataFolder), `${JSON.stringify(place)}\n`);
    } catch {
      // The place is a comfort; the folder's own trouble is reported by whoever keeps something in it.
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  };
  window.on('move', later);
  window.on('resize', later);
  window.on('maximize', later);
  window.on('unmaximize', later);
  window.on('close', save);
  window.on('closed', () => clearTimeout(timer));
}
