type Schema = Record<string, unknown>;

const BY_TYPE: Record<string, unknown> = { number: 2, integer: 2, string: 'text', boolean: true, array: [] };

/** Arguments that a tool asks for. One that asks for a schema gets `listed`, which is as the server listed it. */
export function argumentsFor(inputSchema: Schema, listed: Schema): Record<string, unknown> {
  const properties = (inputSchema.properties ?? {}) as Record<string, Schema>;
  const required = (inputSchema.required ?? []) as string[];
  return Object.fromEntries(
    required.map((name) => [name, name === 'schema' ? listed : (BY_TYPE[String(properties[name]?.type)] ?? 'text')]),
  );
}
