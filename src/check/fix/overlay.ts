import { parsePointer } from '../../base/json-pointer.ts';
import { cleanText } from '../../catalog/describe.ts';
import { readCuration } from '../../catalog/curation.ts';
import { defaultNameLength } from '../../catalog/name.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { Finding } from '../finding.ts';
import { nameHashed } from '../rules/name-hashed.ts';
import { operationIdMissing } from '../rules/operation-id-missing.ts';
import { descriptionMissing } from '../rules/description-missing.ts';
import { tagsMissing } from '../rules/tags-missing.ts';
import type { CheckedApi } from '../subject.ts';
import { proposeName, proposeSummary, proposeTag } from './propose.ts';

/** An action of an Overlay that mends one operation. */
interface OverlayAction {
  readonly target: string;
  readonly description: string;
  readonly update: Readonly<Record<string, unknown>>;
}

/** An OpenAPI Overlay 1.0.0. */
export interface Overlay {
  readonly overlay: '1.0.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly actions: readonly OverlayAction[];
}

/**
 * What can be mended by rule in a document: names, operationIds, first descriptions and tags, of the operations that a
 * finding names. It is a proposal: somebody has to read it. Operations that are described in another file are left to
 * that file, since an overlay changes one document.
 *
 * @see https://spec.openapis.org/overlay/v1.0.0.html
 */
export function proposeOverlay({ name, catalog }: CheckedApi, findings: readonly Finding[]): Overlay {
  const rulesOf = new Map<string, Set<string>>();
  for (const { rule, tool } of findings)
    if (tool !== undefined) rulesOf.set(tool, (rulesOf.get(tool) ?? new Set()).add(rule));
  const taken = new Set(catalog.tools.flatMap((tool) => [fold(tool.name), fold(tool.operation.operationId ?? '')]));
  const actions = catalog.tools.flatMap((tool): OverlayAction[] => {
    const found = rulesOf.get(tool.name);
    const { uri, pointer } = tool.operation.node;
    if (!found || uri !== catalog.document.uri) return [];
    const update = mend(tool, found, taken);
    return Object.keys(update).length === 0
      ? []
      : [{ target: toJsonPath(pointer), description: tool.operation.id, update }];
  });
  return {
    overlay: '1.0.0',
    info: { title: `What routewright check --fix proposes for ${name}`, version: '1' },
    actions,
  };
}

function mend({ operation, name }: Tool, found: ReadonlySet<string>, taken: Set<string>): Record<string, unknown> {
  const update: Record<string, unknown> = {};
  if (found.has(operationIdMissing.code)) update['operationId'] = uniqueName(operation, name, taken);
  if (found.has(nameHashed.code)) update['x-routewright'] = { name: uniqueName(operation, name, taken) };
  const isBare =
    cleanText([operation.summary, operation.description, readCuration(operation).description].join('')) === '';
  if (found.has(descriptionMissing.code) && isBare) update['summary'] = proposeSummary(operation);
  if (found.has(tagsMissing.code)) update['tags'] = [proposeTag(operation)];
  return update;
}

/** The shortest proposal that nobody has; the present name where every one is taken or too long. */
function uniqueName(operation: Tool['operation'], present: string, taken: Set<string>): string {
  const depth = operation.path.split('/').length;
  for (let nouns = 1; nouns <= depth; nouns++) {
    const name = proposeName(operation, nouns);
    if (taken.has(fold(name)) || name.length > defaultNameLength) continue;
    taken.add(fold(name));
    return name;
  }
  return present;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** A JSON pointer as a normalized path of RFC 9535 (2.7). */
function toJsonPath(pointer: string): string {
  const steps = parsePointer(pointer).map((step) => `['${step.replace(/[\\']/g, '\\$&')}']`);
  return `$${steps.join('')}`;
}
