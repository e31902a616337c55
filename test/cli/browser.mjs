// What BROWSER names in tests: a person who agrees to everything, and a browser that brings them back.
import { appendFileSync } from 'node:fs';

const [notes, address] = process.argv.slice(2);
appendFileSync(notes, `${address}\n`);
const response = await fetch(address, { signal: AbortSignal.timeout(20_000) });
await response.text();
