import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { AppError } from '../../../shared/errors.ts';

/** A refusal of pasted or read text, with the sentence that goes beside the field. */
export function textProblem(message: string): AppError {
  return new AppError('invalid_input', { issues: [{ path: 'text', message }] });
}

const EXPECTED: Readonly<Record<string, string>> = {
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace “}” is missing',
  CloseBracketExpected: 'a closing bracket “]” is missing',
  PropertyNameExpected: 'a name in double quotes is missing',
  ValueExpected: 'a value is missing',
  EndOfFileExpected: 'there is more text after the end',
  UnexpectedEndOfString: 'a text in double quotes is not closed',
  UnexpectedEndOfComment: 'a comment is not closed',
  InvalidEscapeCharacter: 'a backslash has to be doubled (“\\\\”)',
  InvalidUnicode: 'a \\u escape is not complete',
  InvalidNumberFormat: 'a number is not valid',
  InvalidSymbol: 'something is neither a text in double quotes, nor a number, true, false or null',
  InvalidCharacter: 'a line break or tab stands inside a text in double quotes',
};

function place(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

/**
 * Reads JSON, with comments and trailing commas allowed; a fragment such as `"github": { … }` is read as if
 * braces stood around it. Throws `invalid_input` with line and column.
 */
export function readJson(text: string, fragment = false): unknown {
  const whole = fragment ? `{${text}\n}` : text;
  try {
    return JSON.parse(whole);
  } catch {
    // Not strict JSON: the tolerant reader decides, and knows the place of an error.
  }
  const errors: ParseError[] = [];
  let value: unknown;
  try {
    value = parse(whole, errors, { allowTrailingComma: true, disallowComments: false });
  } catch {
    throw textProblem('This JSON is nested too deeply.');
  }
  const [error] = errors;
  if (error === undefined) return value;
  const offset = Math.max(0, error.offset - (fragment ? 1 : 0));
  const curly = /^[“”„‘’]/.test(text.slice(offset, offset + 1)) ? ' Curly quotes are not JSON: write straight ones (").' : '';
  throw textProblem(
    `The JSON is not valid at ${place(text, offset)}: ${EXPECTED[printParseErrorCode(error.error)] ?? 'it cannot be read'}.${curly}`,
  );
}
