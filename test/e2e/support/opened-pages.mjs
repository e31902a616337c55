// A browser that only writes down what it is asked to open: `node opened-pages.mjs <file> <address>`.
import { appendFileSync } from 'node:fs';

const [file, address] = process.argv.slice(2);
appendFileSync(file, `${address}\n`);
