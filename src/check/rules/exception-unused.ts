import type { Rule } from '../rule.ts';

/** Told by the policy, which alone knows what was excepted. */
export const exceptionUnused: Rule = {
  code: 'EXCEPTION_UNUSED',
  kind: 'check',
  level: 'warning',
  title: 'An exception is needed by no finding',
  why: 'It was mended or renamed since; the exception would hide the next finding at its place.',
  mend: 'Remove the exception, or mend its `where`.',
  example: { wrong: 'except: [{ where: "operation:oldName", reason: "kept for partners" }]', right: 'except: []' },
};
