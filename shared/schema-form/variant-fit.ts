import { isObject, sameJson } from './json.ts';
import { type ChoiceNode, type FieldNode, solid } from './plan.ts';

/** The variant an argument was most likely made with; -1 when it fits none. The current one wins a draw. */
export function bestVariant(node: ChoiceNode, argument: unknown, current: number): number {
  const budget = { looks: MAX_LOOKS };
  let best = -1;
  let bestScore = -1;
  for (const [index, variant] of node.variants.entries()) {
    const fit = fitScore(variant.node, argument, 0, budget);
    const score = fit < 0 || index !== current ? fit : fit + 0.5;
    if (score > bestScore) {
      best = index;
      bestScore = score;
    }
  }
  return best;
}

/** Fields compared in all, and levels deep. */
const MAX_LOOKS = 5000;
const MAX_DEPTH = 4;
const MAX_LOOKED_AT = 50;

interface LookBudget {
  looks: number;
}

/** -1: does not fit. 0 and more: the better the fit, the higher. */
function fitScore(node: FieldNode, argument: unknown, depth: number, budget: LookBudget): number {
  if (argument === null && node.nullable) return 100;
  budget.looks -= 1;
  if (depth > MAX_DEPTH || budget.looks < 0) return 1;
  const target = solid(node);
  switch (target.kind) {
    case 'string':
      return typeof argument === 'string' ? 100 : -1;
    case 'number':
      if (typeof argument !== 'number') return -1;
      return !target.integer || Number.isInteger(argument) ? 100 : 10;
    case 'boolean':
      return typeof argument === 'boolean' ? 100 : -1;
    case 'enum':
      return target.options.some((option) => sameJson(option.value, argument)) ? 150 : -1;
    case 'const':
      return sameJson(target.value, argument) ? 150 : -1;
    case 'multi-enum':
      if (!Array.isArray(argument)) return -1;
      return argument.every((item) => target.options.some((option) => sameJson(option.value, item))) ? 120 : 10;
    case 'array': {
      if (!Array.isArray(argument)) return -1;
      const fits = argument.slice(0, MAX_LOOKED_AT).every((item) => fitScore(target.item, item, depth + 1, budget) >= 0);
      return fits ? 100 : 20;
    }
    case 'tuple':
      return Array.isArray(argument) && (target.rest !== null || argument.length <= target.prefix.length) ? 90 : -1;
    case 'object':
      return isObject(argument) ? objectScore(target, argument, depth, budget) : -1;
    case 'choice':
      return Math.max(...target.variants.map((variant) => fitScore(variant.node, argument, depth + 1, budget)));
    case 'json':
      return 5;
  }
}

function objectScore(
  target: Extract<FieldNode, { kind: 'object' }>,
  argument: Readonly<Record<string, unknown>>,
  depth: number,
  budget: LookBudget,
): number {
  let score = 1000;
  let known = 0;
  for (const { key, node } of target.properties) {
    if (!Object.hasOwn(argument, key)) {
      if (node.required) score -= 20;
      continue;
    }
    known += 1;
    if (known > MAX_LOOKED_AT) continue;
    const fit = fitScore(node, argument[key], depth + 1, budget);
    if (fit < 0 && node.kind === 'const') return -1;
    score += fit < 0 ? -20 : 1;
  }
  const unknown = Object.keys(argument).length - known;
  if (unknown > 0 && target.additional === null) score -= Math.min(100, 5 * unknown);
  return Math.max(0, score);
}
