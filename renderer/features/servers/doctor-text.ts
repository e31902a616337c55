import type { DoctorReport } from '../../../shared/contract/model.ts';

const MARKS = { ok: 'ok', info: 'info', warning: 'warning', problem: 'PROBLEM' } as const;

/** A diagnosis as text to pass on. */
export function doctorText({ title, findings }: DoctorReport): string {
  const lines = findings.flatMap((finding) => [
    `[${MARKS[finding.level]}] ${finding.title}: ${finding.text}`,
    ...(finding.advice === null ? [] : [`    ${finding.advice}`]),
  ]);
  return [`Diagnosis: ${title}`, '', ...lines].join('\n');
}
