import { parsePointer } from '../../base/json-pointer.ts';
import { cleanText } from '../../catalog/describe.ts';
import { readCuration } from '../../catalog/curation.ts';
import { defaultNameLength } from '../../catalog/name.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { Finding } from '../finding.ts';
import { argumentUndescribed, explainsItself } from '../rules/argument-undescribed.ts';
import { nameHashed } from '../rules/name-hashed.ts';
import { operationIdMissing } from '../rules/operation-id-missing.ts';
import { descriptionMissing } from '../rules/description-missing.ts';
import { tagsMissing } from '../rules/tags-missing.ts';
import type { CheckedApi } from '../subject.ts';
import { proposeDescription } from './propose-description.ts';
import { proposeName, proposeSummary, proposeTag } from './propose.ts';

/** An action of an Overlay that mends one operation or parameter. */
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
 * What can be mended by rule in a document: names, operationIds, first descriptions and tags, and descriptions of
 * parameters whose names say what they are, of the operations that a finding names. It is a proposal: somebody has to read it. Operations that are described in another file are left to
 * that file, since an overlay changes one document.
 *
 * @see https://spec.openapis.org/overlay/v1.0.0.html
 */
export function proposeOverlay({ name, catalog }: CheckedApi, findings: readonly Finding[]): Overlay {
  const rulesOf = new Map<string, Set<string>>();
  for (const { rule, tool } of findings)
    if (tool !== undefined) rulesOf.set(tool, (rulesOf.get(tool) ?? new Set()).add(rule));
  const taken = new Set(catalog.tools.flatMap((tool) => [fold(tool.name), fold(tool.operation.operationId ?? '')]));
  const shared = new Set<string>();
  const actions = catalog.tools.flatMap((tool): OverlayAction[] => {
    const found = rulesOf.get(tool.name);
    const { uri, pointer } = tool.operation.node;
    if (!found || uri !== catalog.document.uri) return [];
    const update = mend(tool, found, taken);
    const whole = { target: toJsonPath(pointer), description: tool.operation.id, update };
    return [
      ...(Object.keys(update).length === 0 ? [] : [whole]),
      ...(found.has(argumentUndescribed.code) ? describeParameters(tool, uri, shared) : []),
    ];
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

/** Each parameter once, however many operations refer to it. */
function describeParameters(
  { operation, arguments: all, inputSchema }: Tool,
  uri: string,
  done: Set<string>,
): OverlayAction[] {
  return all.flatMap(({ property, parameter }) => {
    const target = toJsonPath(parameter.node.pointer);
    const description = proposeDescription(parameter, operation);
    if (description === undefined || parameter.node.uri !== uri || done.has(target)) return [];
    // One that only the path names has no place of its own.
    const isDeclared = parsePointer(parameter.node.pointer).at(-2) === 'parameters';
    if (!isDeclared || explainsItself(inputSchema.properties[property])) return [];
    done.add(target);
    return [{ target, description: `${operation.id}: ${parameter.name}`, update: { description } }];
  });
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

/** A JSON pointer as a normalized path of RFC 9535 (2.7). The one list on the way is that of an operation's parameters. */
function toJsonPath(pointer: string): string {
  const all = parsePointer(pointer);
  const isIndex = (index: number): boolean => all[0] === 'paths' && index > 1 && all[index - 1] === 'parameters';
  const steps = all.map((step, index) => (isIndex(index) ? `[${step}]` : `['${step.replace(/[\\']/g, '\\$&')}']`));
  return `$${steps.join('')}`;
}
