import type { Rule } from '../rule.ts';

/** Told by other validators (`validators/`). */
export const specInvalid: Rule = {
  code: 'SPEC_INVALID',
  kind: 'document',
  level: 'warning',
  title: 'The document breaks a rule of OpenAPI',
  why: 'We read it all the same, as far as it goes. Other programs refuse it, and what it means at this place is anybody’s guess.',
  mend: 'Mend the document as the specification of its version has it.',
  example: { wrong: 'responses: { 200: {} }', right: "responses: { '200': { description: The pets. } }" },
};
