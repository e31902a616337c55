import { bytesOfBase64, safeFileName, saveFile } from '../../ui/save-file.ts';
import { type ContentBlock, fileEnding, type ResultParts, resultParts } from './result-model.ts';
import type { ResultTab } from './tester-store.ts';
import { markdownness, parseJsonText } from './text-kind.ts';

/** The only block of an answer that is nothing else. */
function onlyBlock(parts: ResultParts): ContentBlock | null {
  return parts.blocks.length === 1 && !parts.hasStructured ? (parts.blocks[0] ?? null) : null;
}

/** The texts of an answer; pictures and sounds beside them have no place in a copied text. */
function textsOf(parts: ResultParts): string[] {
  return parts.blocks.flatMap((block) => {
    if (block.kind === 'text') return [block.text];
    return block.kind === 'resource' && block.text !== null ? [block.text] : [];
  });
}

/** Whether an answer has no text of its own, so that its JSON is what can be copied. */
export function copiesJson(parts: ResultParts): boolean {
  return textsOf(parts).length === 0;
}

/** The tab that is open: an answer without structured content has no tab for it. */
export function openTab(wanted: ResultTab, parts: ResultParts): ResultTab {
  return wanted === 'structured' && !parts.hasStructured ? 'result' : wanted;
}

/** What “Copy the result” copies of an open tab: for “Result” the texts as they are, or the JSON of an answer without any. */
export function copyOfResult(result: unknown, wanted: ResultTab): string {
  const parts = resultParts(result);
  const tab = openTab(wanted, parts);
  const texts = tab === 'result' ? textsOf(parts) : [];
  if (texts.length > 0) return texts.join('\n\n');
  return JSON.stringify(tab === 'structured' ? parts.structured : result, null, 2) ?? '';
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
