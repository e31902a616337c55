/** Every time that supervision keeps, in ms; tests shorten them. */
export interface Pacing {
  /** Pause before a lost connection is tried again: `firstMs`, doubled with each try up to `longestMs`. */
  firstMs: number;
  longestMs: number;
  /** Share by which a pause is made longer or shorter, so that many servers do not come back at once. */
  jitter: number;
  /** A connection that stood for so long was a success: what comes is a new loss. */
  stoodMs: number;
  /** Time in which a process may not die more often than MAX_DEATHS. */
  deathsMs: number;
  /** A server that nothing was heard of for so long is asked whether it is there. */
  probeMs: number;
  /** The same while nobody looks. */
  hiddenProbeMs: number;
  /** A stream that broke is a reason to ask at once, but not more often than this. */
  doubtMs: number;
  /** Limit of one such question. */
  probeLimitMs: number;
  /** What ends sooner than this needs no word that it does. */
  slowMs: number;
  /** How long a request that was not sent waits for the connection to stand again. */
  healMs: number;
  /** How often is looked for a change of the network and for a sleep of the computer. */
  machineMs: number;
  /** A list of tools is not asked for again by itself sooner than this. */
  freshMs: number;
  /** Pauses before a server that ended its stream of changes is listened to again; after the last one it is given up. */
  listenMs: readonly number[];
}

export const PACING: Pacing = {
  firstMs: 1_000,
  longestMs: 60_000,
  jitter: 0.2,
  stoodMs: 10_000,
  deathsMs: 60_000,
  probeMs: 30_000,
  hiddenProbeMs: 120_000,
  doubtMs: 5_000,
  probeLimitMs: 10_000,
  slowMs: 300,
  healMs: 10_000,
  machineMs: 5_000,
  freshMs: 5_000,
  listenMs: [1_000, 5_000, 30_000, 60_000, 60_000],
};
