import type { LiveTool } from '../../support/gateway.ts';

interface DocumentOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

/** The operations of a document by method and path: `GET /items/{item_id}`. */
export type Operations = ReadonlyMap<string, DocumentOperation>;

export async function readOperations(url: string): Promise<Operations> {
  const document = (await (await fetch(url)).json()) as { paths: Record<string, Record<string, DocumentOperation>> };
  return new Map(
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    ),
  );
}

/**
 * The tool of an operation. It bears the operationId as its name, unless that is too long or not unique: then only
 * how it begins is promised, and of two operations with one operationId the annotation tells which is which.
 */
export function toolFor(operations: Operations, tools: readonly LiveTool[], operation: string): LiveTool {
  const { operationId } = operations.get(operation)!;
  const sameId = [...operations.values()].filter((other) => other.operationId === operationId);
  const ids = new Set([...operations.values()].map((other) => other.operationId));
  const reads = /^(GET|HEAD) /.test(operation);
  const candidates =
    sameId.length > 1
      ? tools.filter(
          (tool) => tool.name.startsWith('anything') && (tool.annotations?.['readOnlyHint'] ?? false) === reads,
        )
      : operationId.length <= 48
        ? tools.filter((tool) => tool.name === operationId)
        : tools.filter((tool) => tool.name.startsWith(operationId.slice(0, 24)) && !ids.has(tool.name));
  if (candidates.length !== 1) {
    const names = tools.map(({ name }) => name).join(', ');
    throw new Error(`${candidates.length} tools could be ${operation}, of: ${names}`);
  }
  return candidates[0]!;
}
