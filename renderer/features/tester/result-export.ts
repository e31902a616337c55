import { type ContentBlock, fileEnding, type ResultParts } from './result-model.ts';
import { bytesOfBase64, safeFileName, saveFile } from './save-file.ts';
import { markdownness, parseJsonText } from './text-kind.ts';

/** The only block of an answer that is nothing else. */
function onlyBlock(parts: ResultParts): ContentBlock | null {
  return parts.blocks.length === 1 && !parts.hasStructured ? (parts.blocks[0] ?? null) : null;
}

/** What “Copy the result” copies: texts as they are, anything else as JSON. */
export function copyOfResult(result: unknown, parts: ResultParts): string {
  const texts = parts.blocks.map((block) => (block.kind === 'text' ? block.text : null));
  if (texts.length > 0 && texts.every((text) => text !== null)) return texts.join('\n\n');
  return JSON.stringify(result, null, 2) ?? '';
}

/** Saves an answer: a single text, image, sound or file as what it is, anything else as its JSON. */
export function saveResult(name: string, json: string, parts: ResultParts): void {
  const only = onlyBlock(parts);
  if (only?.kind === 'text') {
    const isJson = parseJsonText(only.text) !== undefined;
    const ending = isJson ? 'json' : markdownness(only.text) === 'surely' ? 'md' : 'txt';
    saveFile(safeFileName(name, ending), [only.text], isJson ? 'application/json' : 'text/plain');
  } else if (only?.kind === 'image' || only?.kind === 'audio') {
    saveFile(safeFileName(name, fileEnding(only.mimeType)), [bytesOfBase64(only.data)], only.mimeType);
  } else {
    saveFile(safeFileName(name, 'json'), [json], 'application/json');
  }
}
