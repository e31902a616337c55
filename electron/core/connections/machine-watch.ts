import { networkInterfaces } from 'node:os';

/** A pause that is longer by so many ticks than it should be was a sleep. */
const SLEPT_TICKS = 4;

export interface MachinePorts {
  now: () => number;
  everyMs: number;
  /** Addresses of this computer, as one text. */
  addresses?: () => string;
  /** The computer slept, or its network changed. */
  onChange: (what: 'sleep' | 'network') => void;
}

/** Notices that the computer slept or changed its network; looks only between `start` and `stop`. */
export class MachineWatch {
  readonly #ports: MachinePorts;
  #timer: NodeJS.Timeout | undefined;
  #last = 0;
  #addresses = '';

  constructor(ports: MachinePorts) {
    this.#ports = ports;
  }

  get running(): boolean {
    return this.#timer !== undefined;
  }

  start(): void {
    if (this.#timer) return;
    this.#last = this.#ports.now();
    this.#addresses = this.#look();
    this.#timer = setInterval(() => this.#tick(), this.#ports.everyMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    const now = this.#ports.now();
    const slept = now - this.#last > this.#ports.everyMs * SLEPT_TICKS;
    this.#last = now;
    const addresses = this.#look();
    const moved = addresses !== this.#addresses;
    this.#addresses = addresses;
    if (slept || moved) this.#ports.onChange(slept ? 'sleep' : 'network');
  }

  #look(): string {
    return (this.#ports.addresses ?? localAddresses)();
  }
}

function localAddresses(): string {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).filter(({ internal }) => !internal).map(({ cidr }) => `${name} ${cidr}`),
  );
  return all.sort().join('\n');
}
