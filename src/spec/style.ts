import type { ParameterStyle } from './operation.ts';

/** What a document may say in `style`; `tabDelimited` is only how Swagger 2.0's `tsv` is told. */
const styles: readonly unknown[] = [
  'simple',
  'label',
  'matrix',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
  'cookie',
] satisfies ParameterStyle[];

/** Whether a value is a style of the specification. */
export function isStyle(value: unknown): value is ParameterStyle {
  return styles.includes(value);
}
