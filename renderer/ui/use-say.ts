import { useCallback } from 'react';
import type { Sentence } from '../messages/sentence.ts';
import { useT } from './use-t.ts';

/** Puts a chosen sentence into words; a text stays as it is. */
export function useSay(): (sentence: Sentence | string) => string {
  const t = useT();
  return useCallback((sentence) => (typeof sentence === 'string' ? sentence : t(sentence.id, sentence.values)), [t]);
}
