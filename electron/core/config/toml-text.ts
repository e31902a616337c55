import { parse, TomlError } from 'smol-toml';
import { textProblem } from './json-text.ts';

/** Reads TOML. Throws `invalid_input` with line and column. */
export function readToml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw textProblem('This TOML cannot be read.');
    const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw textProblem(`The TOML is not valid at line ${error.line}, column ${error.column}: ${reason.slice(0, 200)}.`);
  }
}
