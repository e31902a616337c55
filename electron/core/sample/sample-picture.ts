import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 480;
const HEIGHT = 270;
const COLUMNS = 8;
const ROWS = 3;

type Color = readonly [red: number, green: number, blue: number];
const PANEL_TOP: Color = [47, 52, 64];
const PANEL_BOTTOM: Color = [28, 31, 40];
const RING: Color = [176, 182, 194];
const HOLE: Color = [14, 16, 21];
const LAMP: Color = [88, 214, 141];
/** From socket to socket (column, row), with the cable's colour. */
const CABLES: readonly { from: readonly [number, number]; to: readonly [number, number]; color: Color }[] = [
  { from: [0, 0], to: [3, 1], color: [239, 100, 97] },
  { from: [1, 1], to: [6, 0], color: [245, 184, 65] },
  { from: [2, 2], to: [5, 1], color: [82, 168, 255] },
  { from: [4, 0], to: [7, 2], color: [88, 214, 141] },
];

let encoded: string | undefined;

/** A drawing of a patch panel, 480 × 270 pixels, as PNG in base64. Drawn once. */
export function patchPanelPng(): string {
  encoded ??= encodePng(draw()).toString('base64');
  return encoded;
}

function socket(column: number, row: number): readonly [number, number] {
  return [WIDTH * ((column + 0.75) / (COLUMNS + 0.5)), HEIGHT * ((row + 0.7) / (ROWS + 0.6))];
}

function draw(): Uint8Array {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) blend(pixels, x, y, mix(PANEL_TOP, PANEL_BOTTOM, y / HEIGHT), 1);
  }
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      const [x, y] = socket(column, row);
      disc(pixels, x, y, 15, RING);
      disc(pixels, x, y, 12, PANEL_BOTTOM);
      disc(pixels, x, y, 9, HOLE);
      const used = CABLES.some(({ from, to }) => [from, to].some(([c, r]) => c === column && r === row));
      if (used) disc(pixels, x + 17, y - 15, 3, LAMP);
    }
  }
  for (const cable of CABLES) {
    stroke(pixels, cable.from, cable.to, 3, 6.5, HOLE, 0.25);
    stroke(pixels, cable.from, cable.to, 0, 5, mix(cable.color, HOLE, 0.35), 1);
    stroke(pixels, cable.from, cable.to, -1, 3, cable.color, 1);
  }
  for (const { from, to, color } of CABLES) {
    for (const [x, y] of [socket(...from), socket(...to)]) {
      disc(pixels, x, y, 9, mix(color, HOLE, 0.35));
      disc(pixels, x, y, 6, color);
    }
  }
  return pixels;
}

/** A hanging cable: a quadratic curve whose middle sags. */
function stroke(
  pixels: Uint8Array,
  from: readonly [number, number],
  to: readonly [number, number],
  shift: number,
  radius: number,
  color: Color,
  alpha: number,
): void {
  const [x1, y1] = socket(...from);
  const [x2, y2] = socket(...to);
  const [midX, midY] = [(x1 + x2) / 2, Math.max(y1, y2) + 70];
  const steps = alpha === 1 ? 400 : 60;
  for (let step = 0; step <= steps; step += 1) {
    const t = step / steps;
    const x = (1 - t) ** 2 * x1 + 2 * t * (1 - t) * midX + t ** 2 * x2;
    const y = (1 - t) ** 2 * y1 + 2 * t * (1 - t) * midY + t ** 2 * y2;
    disc(pixels, x, y + shift, radius, color, alpha);
  }
}

function disc(pixels: Uint8Array, cx: number, cy: number, radius: number, color: Color, alpha = 1): void {
  for (let y = Math.floor(cy - radius - 1); y <= cy + radius + 1; y += 1) {
    for (let x = Math.floor(cx - radius - 1); x <= cx + radius + 1; x += 1) {
      const coverage = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x - cx, y - cy)));
      if (coverage > 0) blend(pixels, x, y, color, coverage * alpha);
    }
  }
}

function mix(a: Color, b: Color, share: number): Color {
  const part = (i: 0 | 1 | 2) => a[i] + (b[i] - a[i]) * share;
  return [part(0), part(1), part(2)];
}

function blend(pixels: Uint8Array, x: number, y: number, color: Color, alpha: number): void {
  if (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT) return;
  const at = (y * WIDTH + x) * 3;
  for (const i of [0, 1, 2] as const) pixels[at + i] = Math.round((pixels[at + i] ?? 0) * (1 - alpha) + color[i] * alpha);
}

/** PNG (ISO 15948): signature, IHDR, IDAT, IEND; 8-bit RGB, no filter. */
function encodePng(pixels: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(HEIGHT * (WIDTH * 3 + 1));
  for (let y = 0; y < HEIGHT; y += 1) rows.set(pixels.subarray(y * WIDTH * 3, (y + 1) * WIDTH * 3), y * (WIDTH * 3 + 1) + 1);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
