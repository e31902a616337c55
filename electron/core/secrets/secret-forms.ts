import { SHORTEST } from './redact.ts';
import { urlCredentials } from './url-credentials.ts';

const BASIC = /^Basic +([A-Za-z\d+/]+=*)$/i;

/**
 * A value in plain text, in JSON and in JSON within JSON, in addresses and forms, in what they are put into once more, in base64 and
 * hex; and, where it has several lines, line by line.
 */
export function formsOf(value: string): string[] {
  if (value.length < SHORTEST) return [];
  const lines = value.split(/\r?\n/).filter((line) => line.length >= SHORTEST);
  const texts = [value, ...lines, ...insideOf(value)];
  return [...texts.flatMap(escaped), ...[value, ...insideOf(value)].flatMap(encoded)];
}

/** What a value itself holds in another form. */
function insideOf(value: string): string[] {
  const [, basic] = BASIC.exec(value.trim()) ?? [];
  const pair = basic === undefined ? '' : Buffer.from(basic, 'base64').toString();
  const credentials = URL.canParse(value) ? urlCredentials(new URL(value)) : null;
  return [pair, pair.slice(pair.indexOf(':') + 1), credentials?.password ?? ''].filter((each) => each.length >= SHORTEST);
}

function escaped(text: string): string[] {
  const inJson = jsonLevels(text);
  const inUrl = encodeURIComponent(utf8(text));
  const inForm = new URLSearchParams([['', text]]).toString().slice(1);
  const twice = [
    encodeURIComponent(inUrl),
    encodeURIComponent(inForm),
    ...inJson.slice(0, 2).map((json) => encodeURIComponent(utf8(json))),
  ];
  return [text, ...inJson, inUrl, inForm, ...twice, ...[inUrl, inForm].map(lowerEscapes)];
}

/** Half a character cannot be encoded. */
function utf8(text: string): string {
  return Buffer.from(text).toString();
}

/** Data that is shown as JSON may hold a text of JSON that holds another one. */
function jsonLevels(text: string): string[] {
  const levels = [text];
  while (levels.length < 5) levels.push(JSON.stringify(levels.at(-1)).slice(1, -1));
  return levels.slice(1);
}

/** Some programs write `%2f`. */
function lowerEscapes(text: string): string {
  return text.replace(/%[\dA-F]{2}/g, (found) => found.toLowerCase());
}

/** Base64 depends on what stands before: of each of the three alignments the characters that the value alone decides. */
function encoded(text: string): string[] {
  const bytes = Buffer.from(text);
  const aligned = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    return whole.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6));
  });
  const urlSafe = aligned.map((each) => each.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = bytes.toString('hex');
  return [...aligned, ...urlSafe, hex, hex.toUpperCase()];
}
