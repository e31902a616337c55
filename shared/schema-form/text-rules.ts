import { format as formats } from '@cfworker/json-schema';
import type { InstanceFacts } from './instance-facts.ts';
import { compilePattern, type StepBudget } from './pattern.ts';

/** A rule for texts that is decided before the validator runs. */
export interface TextRule {
  readonly code: 'pattern' | 'format';
  readonly value: string;
}

/** Whether a text keeps a rule; null where that is not known or would cost too much. */
type Verdict = (text: string) => boolean | null;

const MAX_STEPS = 1_000_000;
const MAX_MATCHED_LENGTH = 10_000;
const MAX_FORMAT_LENGTH = 2048;

/** Without 'url' and 'uri-template', whose patterns can backtrack for very long. */
const FORMATS = new Set(
  'date time date-time duration uri uri-reference email hostname ipv4 ipv6 regex uuid json-pointer relative-json-pointer'.split(' '),
);

/** Decides rules for the texts and keys of one instance, all within one budget. */
export class TextRules {
  readonly #budget: StepBudget = { steps: MAX_STEPS };
  readonly #keys: readonly string[];
  /** Keys too, as `propertyNames` validates them like texts. */
  readonly #texts: readonly string[];
  readonly #verdicts = new Map<string, Verdict>();
  readonly #failing = new Map<string, readonly string[]>();

  constructor(facts: InstanceFacts) {
    this.#keys = [...facts.keys];
    this.#texts = [...new Set([...facts.texts, ...facts.keys])];
  }

  /** The texts and keys that break the rule. */
  failing(rule: TextRule): readonly string[] {
    const identity = `${rule.code}:${rule.value}`;
    const known = this.#failing.get(identity);
    if (known !== undefined) return known;
    const verdict = rule.code === 'pattern' ? this.#pattern(rule.value) : this.#format(rule.value);
    const failing: string[] = [];
    for (const text of this.#texts) {
      if (this.#budget.steps < 0) break;
      if (verdict(text) === false) failing.push(text);
    }
    this.#failing.set(identity, failing);
    return failing;
  }

  /** The keys that match a pattern, and those of which that is not known. */
  keysFor(pattern: string): { readonly matching: readonly string[]; readonly undecided: readonly string[] } {
    const verdict = this.#pattern(pattern);
    const matching: string[] = [];
    const undecided: string[] = [];
    for (const key of this.#keys) {
      const matches = verdict(key);
      if (matches === true) matching.push(key);
      else if (matches === null) undecided.push(key);
    }
    return { matching, undecided };
  }

  #pattern(pattern: string): Verdict {
    const known = this.#verdicts.get(pattern);
    if (known !== undefined) return known;
    const test = compilePattern(pattern, this.#budget);
    const verdict: Verdict = (text) => (test === null || text.length > MAX_MATCHED_LENGTH || this.#budget.steps < 0 ? null : test(text));
    this.#verdicts.set(pattern, verdict);
    return verdict;
  }

  #format(name: string): Verdict {
    const test = FORMATS.has(name) && Object.hasOwn(formats, name) ? formats[name] : undefined;
    return (text) => {
      this.#budget.steps -= 1;
      return test === undefined || text.length > MAX_FORMAT_LENGTH ? null : test(text);
    };
  }
}
