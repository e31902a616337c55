/** Native inputs speak a local form of what JSON Schema's formats want; these translate where nothing is lost. */
export interface NativeDateInput {
  readonly type: 'date' | 'time' | 'datetime-local';
  /** The native value, or null when the text cannot be shown in a native input without changing it. */
  toNative(text: string): string | null;
  /** RFC 3339 text of a native value; '' for ''. */
  fromNative(native: string): string;
}

export function nativeDateInput(format: string | undefined): NativeDateInput | null {
  switch (format) {
    case 'date':
      return DATE;
    case 'time':
      return TIME;
    case 'date-time':
      return DATE_TIME;
    default:
      return null;
  }
}

const DATE: NativeDateInput = {
  type: 'date',
  toNative: (text) => (text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null),
  fromNative: (native) => native,
};

const TIME: NativeDateInput = {
  type: 'time',
  toNative: (text) => roundTrip(text, /^(\d{2}:\d{2}:\d{2})/.exec(text)?.[1], TIME),
  fromNative: (native) => (native === '' ? '' : `${withSeconds(native)}${offsetOf(new Date())}`),
};

const DATE_TIME: NativeDateInput = {
  type: 'datetime-local',
  toNative: (text) => roundTrip(text, /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})/.exec(text)?.[1], DATE_TIME),
  fromNative: (native) => {
    const date = new Date(native);
    return native === '' || Number.isNaN(date.getTime()) ? '' : `${withSeconds(native)}${offsetOf(date)}`;
  },
};

function roundTrip(text: string, native: string | undefined, input: NativeDateInput): string | null {
  if (text === '') return '';
  return native !== undefined && input.fromNative(native) === text ? native : null;
}

function withSeconds(native: string): string {
  return /\d{2}:\d{2}:\d{2}/.test(native) ? native : `${native}:00`;
}

/** "Z" or "+02:00", as the clock of this computer says for that date. */
function offsetOf(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) return 'Z';
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
}
