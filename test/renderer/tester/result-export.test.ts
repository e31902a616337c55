import { describe, expect, it } from 'vitest';
import { copyOfResult } from '../../../renderer/features/tester/result-export.ts';

const words = { content: [{ type: 'text', text: 'one' }] };
const data = { content: [{ type: 'text', text: 'one' }], structuredContent: { n: 1 } };

describe('what “Copy the result” copies', () => {
  it('is the text, the structured content or the whole answer, as the open tab shows it', () => {
    expect(copyOfResult(data, 'result')).toBe('one');
    expect(copyOfResult(data, 'structured')).toBe('{\n  "n": 1\n}');
    expect(JSON.parse(copyOfResult(data, 'raw'))).toEqual(data);
  });

  it('is the text where the tab for structured content was left open by another tool', () => {
    expect(copyOfResult(words, 'structured')).toBe('one');
  });

  it('is the JSON of an answer without text', () => {
    expect(JSON.parse(copyOfResult({ content: [] }, 'result'))).toEqual({ content: [] });
  });
});
