import { own } from '../../base/json.ts';
import type { Effect } from '../../catalog/effect.ts';
import type { ToolResult } from '../../catalog/tool-result.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { SurfaceOptions } from '../create.ts';
import { findOperations as findBy, type Presentation } from '../discovery/find.ts';
import type { Operations } from '../discovery/lookup.ts';
import { writeBriefly, writeStub } from './stub.ts';

const mostNames = 20;

interface FindOptions extends Pick<SurfaceOptions, 'search' | 'documents'> {
  readonly allow: Effect;
}

/** The answer to `search_operations` of code mode: signatures of what a question finds, or of the operations named. */
export async function findOperations(
  operations: Operations,
  { search, documents, allow }: FindOptions,
  args: unknown,
): Promise<ToolResult> {
  const stubOf = (tool: Tool): string => writeStub(tool, documents.get(tool.api)!, allow);
  const show: Presentation = { briefly: (tool) => writeBriefly(tool, allow), wholly: stubOf };
  const names = namesIn(own(args, 'names'));
  if (names.length === 0) return findBy(search, operations, show, args);
  const texts: string[] = [];
  for (const name of names) {
    const tool = operations.find(name.replace(/^api\./, ''));
    if (!tool) return operations.explainUnknown(name);
    texts.push(stubOf(tool));
  }
  return { content: [{ type: 'text', text: texts.join('\n\n') }] };
}

function namesIn(given: unknown): string[] {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  return list.filter((name) => typeof name === 'string' && name !== '').slice(0, mostNames) as string[];
}
