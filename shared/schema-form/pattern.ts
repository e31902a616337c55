import { type PatternPart, parsePattern, splitChars } from './pattern-syntax.ts';

/** Matches a text; null when the answer would cost more than the budget has left. */
type PatternTest = (text: string) => boolean | null;

export interface StepBudget {
  steps: number;
}

/**
 * A regular expression from a stranger, matched without backtracking (Thompson's construction), so that no pattern can
 * hang the app. Null when it is not valid, needs backtracking, or takes more than the budget to write out.
 */
export function compilePattern(source: string, budget: StepBudget): PatternTest | null {
  const syntax = parsePattern(source);
  if (syntax === null) return null;
  const program: State[] = [];
  try {
    compile(syntax.part, program, budget);
  } catch {
    return null;
  }
  program.push({ op: 'match' });
  return (text) => {
    try {
      return run(program, splitChars(text, syntax.flags), 0, false, budget);
    } catch (error) {
      if (error instanceof OutOfSteps) return null;
      throw error;
    }
  };
}

type State =
  | { op: 'char'; test: (char: string) => boolean }
  | { op: 'split'; to: number }
  | { op: 'jump'; to: number }
  | { op: 'edge'; edge: '^' | '$' | 'b' | 'B' }
  | { op: 'ahead'; program: State[]; negative: boolean }
  | { op: 'match' };

const MAX_STATES = 4000;

class OutOfSteps extends Error {}
class TooLarge extends Error {}

/** Appends the states of a part; every part falls through to the state after it. */
function compile(part: PatternPart, program: State[], budget: StepBudget): void {
  // Repeats of nothing and look-aheads in repeats grow without the program.
  budget.steps -= 1;
  if (budget.steps < 0) throw new OutOfSteps();
  if (program.length > MAX_STATES) throw new TooLarge();
  switch (part.kind) {
    case 'char':
      program.push({ op: 'char', test: part.test });
      return;
    case 'edge':
      program.push({ op: 'edge', edge: part.edge });
      return;
    case 'sequence':
      for (const child of part.parts) compile(child, program, budget);
      return;
    case 'either':
      compileEither(part.parts, program, budget);
      return;
    case 'ahead': {
      const inner: State[] = [];
      compile(part.part, inner, budget);
      inner.push({ op: 'match' });
      program.push({ op: 'ahead', program: inner, negative: part.negative });
      return;
    }
    case 'repeat':
      compileRepeat(part.part, part.min, part.max, program, budget);
  }
}

function compileEither(parts: readonly PatternPart[], program: State[], budget: StepBudget): void {
  const ends: { op: 'jump'; to: number }[] = [];
  for (const [index, child] of parts.entries()) {
    const split = { op: 'split' as const, to: 0 };
    const last = index === parts.length - 1;
    if (!last) program.push(split);
    compile(child, program, budget);
    if (last) break;
    const end = { op: 'jump' as const, to: 0 };
    program.push(end);
    ends.push(end);
    split.to = program.length;
  }
  for (const end of ends) end.to = program.length;
}

function compileRepeat(part: PatternPart, min: number, max: number, program: State[], budget: StepBudget): void {
  if (min > MAX_STATES || (max !== Number.POSITIVE_INFINITY && max > MAX_STATES)) throw new TooLarge();
  for (let index = 0; index < min; index += 1) compile(part, program, budget);
  if (max === Number.POSITIVE_INFINITY) {
    const start = program.length;
    const split = { op: 'split' as const, to: 0 };
    program.push(split);
    compile(part, program, budget);
    program.push({ op: 'jump', to: start });
    split.to = program.length;
    return;
  }
  const splits: { op: 'split'; to: number }[] = [];
  for (let index = min; index < max; index += 1) {
    const split = { op: 'split' as const, to: 0 };
    splits.push(split);
    program.push(split);
    compile(part, program, budget);
  }
  for (const split of splits) split.to = program.length;
}

/** Walks all states at once, one character at a time: O(states × characters). */
function run(program: readonly State[], chars: readonly string[], from: number, anchored: boolean, budget: StepBudget): boolean {
  let current: number[] = [];
  const seen = new Int32Array(program.length).fill(-1);
  for (let at = from; at <= chars.length; at += 1) {
    const starts = anchored && at > from ? current : [...current, 0];
    const reached = follow(program, starts, chars, at, seen, budget);
    if (reached === 'match') return true;
    const char = chars[at];
    if (char === undefined || (anchored && reached.length === 0)) return false;
    current = [];
    for (const index of reached) {
      const state = program[index];
      if (state?.op === 'char' && state.test(char)) current.push(index + 1);
    }
  }
  return false;
}

/** The states that wait for a character, or 'match'. */
function follow(
  program: readonly State[],
  starts: readonly number[],
  chars: readonly string[],
  at: number,
  seen: Int32Array,
  budget: StepBudget,
): number[] | 'match' {
  const waiting: number[] = [];
  const stack = [...starts];
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const state = program[index];
    if (state === undefined || seen[index] === at) continue;
    seen[index] = at;
    budget.steps -= 1;
    if (budget.steps < 0) throw new OutOfSteps();
    if (state.op === 'match') return 'match';
    if (state.op === 'char') waiting.push(index);
    else if (state.op === 'jump') stack.push(state.to);
    else if (state.op === 'split') stack.push(state.to, index + 1);
    else if (state.op === 'edge') {
      if (atEdge(state.edge, chars, at)) stack.push(index + 1);
    } else if (run(state.program, chars, at, true, budget) !== state.negative) stack.push(index + 1);
  }
  return waiting;
}

function atEdge(edge: '^' | '$' | 'b' | 'B', chars: readonly string[], at: number): boolean {
  if (edge === '^') return at === 0;
  if (edge === '$') return at === chars.length;
  const boundary = isWord(chars[at - 1]) !== isWord(chars[at]);
  return edge === 'b' ? boundary : !boundary;
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /^\w$/.test(char);
}
