/** RFC 9110, section 5.6.2 */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const MIRRORED_TYPES: readonly unknown[] = ['string', 'integer', 'boolean'];
/** Keywords below which a parameter has no fixed place: with one schema, a list of them, or several by name. */
const ONE_OR_LIST = [
  ...['items', 'prefixItems', 'contains', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'propertyNames'],
  ...['oneOf', 'anyOf', 'allOf', 'not', 'if', 'then', 'else'],
];
const BY_NAME = ['patternProperties', 'dependentSchemas', '$defs', 'definitions'];

interface Place {
  schema: unknown;
  /** Name of the parameter; null: it is not one that a fixed path leads to */
  parameter: string | null;
}

/**
 * Why a tool’s parameters cannot be mirrored into headers as it wants (`x-mcp-header`, MCP 2026-07-28, Streamable HTTP), as a part of a
 * sentence; null: they can, or it does not want it. A client must leave such a tool out.
 */
export function headerFault(inputSchema: unknown): string | null {
  const names = new Set<string>();
  // Without recursion: a hostile schema may be deep.
  const left: Place[] = [{ schema: inputSchema, parameter: null }];
  const root = left[0];
  for (let place = left.pop(); place; place = left.pop()) {
    const { schema, parameter } = place;
    if (!isObject(schema)) continue;
    if ('x-mcp-header' in schema) {
      const fault = faultOf(schema, parameter, names);
      if (fault !== null) return fault;
    }
    const fixed = place === root || parameter !== null;
    for (const [name, child] of Object.entries(isObject(schema.properties) ? schema.properties : {}))
      left.push({ schema: child, parameter: fixed ? name : null });
    for (const child of loose(schema)) left.push({ schema: child, parameter: null });
  }
  return null;
}

function faultOf(schema: Record<string, unknown>, parameter: string | null, names: Set<string>): string | null {
  const header = schema['x-mcp-header'];
  if (parameter === null) return 'it wants a header of something that is not a parameter of its own';
  const shown = `“${parameter.slice(0, 100)}”`;
  if (typeof header !== 'string' || !TOKEN.test(header)) return `the header for ${shown} has no valid name`;
  if (!MIRRORED_TYPES.includes(schema.type)) return `the header for ${shown} is not of a text, a whole number or yes and no`;
  const name = header.toLowerCase();
  if (names.has(name)) return `it wants the header “${header.slice(0, 100)}” twice`;
  names.add(name);
  return null;
}

function loose(schema: Record<string, unknown>): unknown[] {
  const below = ONE_OR_LIST.flatMap((keyword) => schema[keyword] ?? []);
  const named = BY_NAME.flatMap((keyword) => (isObject(schema[keyword]) ? Object.values(schema[keyword]) : []));
  return [...below, ...named];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
