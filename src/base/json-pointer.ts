/** Steps of a JSON pointer, unescaped (RFC 6901, section 4). */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A JSON pointer from its steps (RFC 6901, section 3). */
export function formatPointer(steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${escapeStep(step)}`).join('');
}

/** The pointer of a member: `pointer` and one step more. */
export function childPointer(pointer: string, ...steps: (string | number)[]): string {
  return pointer + formatPointer(steps);
}

function escapeStep(step: string | number): string {
  return typeof step === 'number' ? String(step) : step.replaceAll('~', '~0').replaceAll('/', '~1');
}
