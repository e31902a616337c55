import { clip, count, finite, type JsonObject, own, text } from './json.ts';
import type { FieldNode } from './plan.ts';

/** "string", "date", "string ≤ 80". */
export function stringHint(schema: JsonObject): string {
  const name = text(own(schema, 'format')) ?? text(own(schema, 'contentEncoding')) ?? 'string';
  const bounds = range(count(own(schema, 'minLength')) || undefined, count(own(schema, 'maxLength')));
  return clip(bounds ? `${name} ${bounds}` : name, 40);
}

/** "integer ≥ 1", "1 – 100", "number > 0". */
export function numberHint(schema: JsonObject, integer: boolean): string {
  const name = integer ? 'integer' : 'number';
  const minimum = finite(own(schema, 'minimum'));
  const maximum = finite(own(schema, 'maximum'));
  const above = finite(own(schema, 'exclusiveMinimum'));
  const below = finite(own(schema, 'exclusiveMaximum'));
  const step = finite(own(schema, 'multipleOf'));
  const suffix = step !== undefined && step !== 1 ? `, step ${step}` : '';
  if (integer && minimum !== undefined && maximum !== undefined) return `${minimum} – ${maximum}${suffix}`;
  const bounds = [range(minimum, maximum), above === undefined ? '' : `> ${above}`, below === undefined ? '' : `< ${below}`];
  return [name, ...bounds.filter((bound) => bound !== '')].join(' ') + suffix;
}

/** "array of string", "enum[]" is "several of 4". */
export function arrayHint(schema: JsonObject, item: FieldNode | null): string {
  const bounds = range(count(own(schema, 'minItems')) || undefined, count(own(schema, 'maxItems')));
  const name = item === null || item.kind === 'json' ? 'array' : `array of ${item.kind === 'lazy' ? 'object' : item.typeHint}`;
  return clip(bounds ? `${name}, ${bounds}` : name, 60);
}

function range(low: number | undefined, high: number | undefined): string {
  if (low !== undefined && high !== undefined) return low === high ? `= ${low}` : `${low} – ${high}`;
  if (low !== undefined) return `≥ ${low}`;
  return high === undefined ? '' : `≤ ${high}`;
}
