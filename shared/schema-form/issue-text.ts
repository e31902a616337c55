import { clip, isObject, jsonText } from './json.ts';

/** What a keyword that failed means to a person. */
export function issueText(code: string, expected: unknown): string {
  switch (code) {
    case 'type':
      return `Must be ${typeWords(expected)}`;
    case 'required':
      return 'Required';
    case 'minimum':
      return `Must be at least ${expected}`;
    case 'maximum':
      return `Must be at most ${expected}`;
    case 'exclusiveMinimum':
      return `Must be more than ${expected}`;
    case 'exclusiveMaximum':
      return `Must be less than ${expected}`;
    case 'multipleOf':
      return `Must be a multiple of ${expected}`;
    case 'minLength':
      return expected === 1 ? 'Must not be empty' : `Must have at least ${expected} characters`;
    case 'maxLength':
      return `Must have at most ${plural(expected, 'character')}`;
    case 'minItems':
      return `Needs at least ${plural(expected, 'item')}`;
    case 'maxItems':
      return `Can have at most ${plural(expected, 'item')}`;
    case 'minProperties':
      return `Needs at least ${plural(expected, 'entry', 'entries')}`;
    case 'maxProperties':
      return `Can have at most ${plural(expected, 'entry', 'entries')}`;
    case 'uniqueItems':
      return 'Items must differ from each other';
    case 'pattern':
      return `Does not match the pattern ${clip(String(expected), 100)}`;
    case 'format':
      return formatText(String(expected));
    case 'enum':
      return Array.isArray(expected) ? `Must be one of ${optionWords(expected)}` : 'Must be one of the options';
    case 'const':
      return `Must be ${clip(jsonText(expected), 80)}`;
    case 'contains':
    case 'minContains':
    case 'maxContains':
      return 'The items are not the ones this list must contain';
    case 'propertyNames':
      return 'This name is not allowed';
    case 'dependentRequired':
      return `Required together with "${clip(String(expected), 60)}"`;
    case 'never':
      return 'Not a known field';
    case 'oneOf-many':
      return 'Fits more than one of the choices';
    case 'anyOf':
    case 'oneOf':
      return 'Does not fit any of the choices';
    default:
      return 'This value is not allowed';
  }
}

const TYPE_WORDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

function typeWords(expected: unknown): string {
  const types = Array.isArray(expected) ? expected : [expected];
  return types
    .map((type) => (typeof type === 'string' && Object.hasOwn(TYPE_WORDS, type) ? TYPE_WORDS[type] : 'another type'))
    .join(' or ');
}

const FORMAT_TEXTS: Record<string, string> = {
  email: 'Not a valid e-mail address',
  date: 'Not a valid date, such as 2026-03-31',
  time: 'Not a valid time, such as 14:30:00Z',
  'date-time': 'Not a valid date and time, such as 2026-03-31T14:30:00Z',
  duration: 'Not a valid duration, such as P3DT12H',
  uri: 'Not a valid address, such as https://example.com',
  'uri-reference': 'Not a valid address',
  hostname: 'Not a valid host name',
  ipv4: 'Not a valid IPv4 address',
  ipv6: 'Not a valid IPv6 address',
  uuid: 'Not a valid UUID',
  regex: 'Not a valid regular expression',
};

function formatText(format: string): string {
  return (Object.hasOwn(FORMAT_TEXTS, format) && FORMAT_TEXTS[format]) || `Not a valid ${clip(format, 40)}`;
}

function optionWords(options: readonly unknown[]): string {
  const shown = options.slice(0, 6).map((option) => clip(typeof option === 'string' ? option : jsonText(option), 30));
  return options.length > shown.length ? `${shown.join(', ')} and ${options.length - shown.length} more` : shown.join(', ');
}

function plural(expected: unknown, one: string, many = `${one}s`): string {
  return `${isObject(expected) ? '' : expected} ${expected === 1 ? one : many}`;
}
