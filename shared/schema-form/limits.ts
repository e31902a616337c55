/** Bounds on what a stranger's schema can make the planner do. */
export const LIMITS = {
  /** Fields planned at once; beyond that, and for deeper levels, compound parts are planned when they are opened. */
  nodes: 1000,
  /** Beyond this many fields simple ones are too. */
  leaves: 6000,
  depth: 12,
  /** Schemas looked at while references and allOf are resolved, for each part that is planned. */
  work: 40_000,
  properties: 1000,
  options: 2000,
  variants: 50,
  tupleItems: 50,
  examples: 5,
  /** Schema nodes searched for `$anchor` and `$id`. */
  indexed: 100_000,
  labelLength: 120,
  descriptionLength: 2000,
} as const;
