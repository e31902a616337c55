const RATE = 22_050;
const SECONDS = 1.6;
/** A rising chord: frequency in Hz and start in s. */
const NOTES = [
  [523.25, 0],
  [659.25, 0.15],
  [783.99, 0.3],
  [1046.5, 0.45],
] as const;

let encoded: string | undefined;

/** A short chime of 1.6 s: WAV, 16 bit, mono, 22,050 Hz, in base64. */
export function chimeWav(): string {
  encoded ??= encodeWav().toString('base64');
  return encoded;
}

function sample(t: number): number {
  let value = 0;
  for (const [frequency, start] of NOTES) {
    const age = t - start;
    if (age < 0) continue;
    const tone = Math.sin(2 * Math.PI * frequency * age) + 0.3 * Math.sin(4 * Math.PI * frequency * age);
    value += tone * Math.min(1, age * 200) * Math.exp(-4 * age);
  }
  return value * 0.22 * Math.min(1, (SECONDS - t) * 20);
}

function encodeWav(): Buffer {
  const count = Math.floor(RATE * SECONDS);
  const wav = Buffer.alloc(44 + count * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + count * 2, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(count * 2, 40);
  for (let i = 0; i < count; i += 1) wav.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample(i / RATE))) * 32_767), 44 + i * 2);
  return wav;
}
