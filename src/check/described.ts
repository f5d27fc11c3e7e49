import { readCuration } from '../catalog/curation.ts';
import type { CheckedTool } from './subject.ts';

/** What somebody wrote about a tool, without what we add to it. */
export function described({ made, listed }: CheckedTool): string {
  if (!made) return listed.description ?? '';
  const { operation } = made;
  return readCuration(operation).description ?? [operation.summary, operation.description].filter(Boolean).join('\n');
}
