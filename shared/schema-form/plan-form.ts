import type { FormPlan } from './plan.ts';
import { createPlanner } from './planner.ts';

/**
 * The form for a tool's input schema. Never throws and does bounded work whatever the schema is: parts that have no
 * fields of their own become JSON nodes that say why.
 */
export function planForm(schema: unknown): FormPlan {
  return { root: createPlanner(schema).plan(schema, { label: '', required: true }), schema };
}
