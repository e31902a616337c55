const MEGABYTE = 1024 * 1024;

const row = (n) => ({
  id: n,
  name: `Customer ${n}`,
  email: `customer.${n}@example.com`,
  active: n % 3 !== 0,
  balance: n / 7,
  tags: ['north', `group-${n % 50}`],
  note: n % 10 === 0 ? 'Größe: “mittel” – 行' : null,
});

/** A result of about so many megabytes of JSON: `rows` of a table as structured content, or the same as one `text`. */
export function largeResult(kind, megabytes) {
  const rows = [];
  const each = JSON.stringify(row(100_000)).length + (kind === 'text' ? 18 : 1);
  for (let n = 0; n < (megabytes * MEGABYTE) / each; n += 1) rows.push(row(n));
  return kind === 'text'
    ? { content: [{ type: 'text', text: JSON.stringify(rows) }] }
    : { content: [{ type: 'text', text: `${rows.length} rows` }], structuredContent: { rows } };
}
