import { describe, expect, it } from 'vitest';
import { doctorText } from '../../../renderer/features/servers/doctor-text.ts';
import { exitSentence } from '../../../renderer/features/servers/exit-sentence.ts';
import { type ProcessEntry, processRows } from '../../../renderer/features/servers/process-rows.ts';

const process = (pid: number, parent: number): ProcessEntry => ({
  pid,
  parent,
  name: `p${pid}`,
  command: '',
  memoryBytes: null,
  cpuPercent: null,
  startedAt: null,
});
const shape = (...tree: ProcessEntry[]) => processRows(tree).map((row) => [row.process.pid, row.depth]);

describe('the tree of processes', () => {
  it('puts each process after its parent', () => {
    expect(shape(process(10, 1), process(12, 11), process(11, 10), process(13, 10))).toEqual([
      [10, 0],
      [11, 1],
      [12, 2],
      [13, 1],
    ]);
  });

  it('leaves nothing out, whoever is whose parent', () => {
    expect(shape(process(1, 1))).toEqual([[1, 0]]);
    expect(shape(process(1, 2), process(2, 1))).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(shape(process(5, 99), process(6, 98))).toEqual([
      [5, 0],
      [6, 0],
    ]);
  });
});

describe('the end of a process in words', () => {
  it.each([
    [0, null, 'exit.itself'],
    [1, null, 'exit.code'],
    [126, null, 'exit.notRunnable'],
    [127, null, 'exit.notFound'],
    [137, null, 'exit.codeOfSignal'],
    [255, null, 'exit.code'],
    [null, 'SIGTERM', 'exit.asked'],
    [null, 'SIGKILL', 'exit.killed'],
    [null, 'SIGSEGV', 'exit.crashed'],
    [null, 'SIGPIPE', 'exit.signal'],
    [null, null, 'exit.unknown'],
  ])('code %s, signal %s', (code, signal, id) => {
    expect(exitSentence({ code, signal }).id).toBe(id);
  });

  it('one that was stopped did not end by itself', () => {
    expect(exitSentence({ code: 0, signal: null }, true).id).toBe('exit.normal');
    expect(exitSentence({ code: 1, signal: null }, true).id).toBe('exit.code');
  });
});

it('a diagnosis as text names every finding and what to do', () => {
  const text = doctorText({
    serverId: 'a',
    title: 'Files',
    findings: [
      { level: 'ok', title: 'PATH', text: '12 folders', advice: null },
      { level: 'problem', title: 'Command', text: '“uvx” was not found', advice: 'Install uv' },
    ],
  });
  expect(text).toBe('Diagnosis: Files\n\n[ok] PATH: 12 folders\n[PROBLEM] Command: “uvx” was not found\n    Install uv');
});
