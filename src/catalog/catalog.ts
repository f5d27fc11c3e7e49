import type { Diagnostic } from '../base/diagnostic.ts';
import { messageOf } from '../base/errors.ts';
import { type Document, findingAt } from '../spec/document.ts';
import type { Operation, SecurityScheme } from '../spec/operation.ts';
import { listOperations } from '../spec/operations.ts';
import type { ServerVariables } from '../spec/server.ts';
import { SchemaAssembler } from './assemble.ts';
import { readCuration } from './curation.ts';
import type { InputSchema } from './json-schema.ts';
import { defaultNameLength, nameOperations } from './name.ts';
import { SchemaTranslator } from './schema.ts';
import { createSelector, type Selection } from './select.ts';
import { buildTool, type MadeSchema, type Tool } from './tool.ts';

const defaultToolBytes = 64_000;
/** Characters of a schema of which nothing is left out. */
const wholeBytes = 8_000_000;

export interface CatalogOptions extends Selection {
  /** Name of the API in the configuration. @default 'api' */
  readonly api?: string;
  /** Put before each tool name: what keeps the tools of several APIs apart. @default '' */
  readonly prefix?: string;
  /** Longest tool name. @default 48 */
  readonly nameLength?: number;
  /** Most characters of each schema of a tool; beyond it the deepest parts are left open. @default 64,000 */
  readonly toolBytes?: number;
  /** Whether tools have output schemas. @default false */
  readonly outputSchemas?: boolean;
  readonly serverVariables?: ServerVariables;
  /** Selectors of operations that are listed even where the others are found by a search. @default none */
  readonly pin?: readonly string[];
  /** Make descriptions and schemas only when they are read. @default false */
  readonly lazy?: boolean;
}

/** The tools of one API, and an account of what did not become one. */
export interface Catalog {
  readonly api: string;
  readonly document: Document;
  readonly tools: readonly Tool[];
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  /** Operations that are no tools, and why: a word for a table, and the operation. */
  readonly leftOut: readonly { readonly operation: Operation; readonly reason: string }[];
  /** What has been found so far: in a catalog that is made lazily, without what the schemas of its tools will show. */
  readonly found: readonly Diagnostic[];
  /** All that is wrong; makes what has not been made yet. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes every operation of a document a tool, save those that the selection or the document leaves out. An operation
 * that cannot be a tool is set aside with a diagnostic; the others are not touched by it.
 *
 * @throws {RoutewrightError} SELECTOR_INVALID
 * @example
 * ```ts
 * const catalog = buildCatalog(await loadDocument('./openapi.yaml'), { readOnly: true });
 * console.log(catalog.tools.map((tool) => tool.name));
 * ```
 */
export function buildCatalog(document: Document, options: CatalogOptions = {}): Catalog {
  const { operations, securitySchemes, diagnostics: found } = listOperations(document, options.serverVariables);
  const diagnostics: Diagnostic[] = [];
  const report = once((finding) => diagnostics.push(finding));
  found.forEach(report);
  const translator = new SchemaTranslator(document, 'input', report);
  const outputTranslator = new SchemaTranslator(document, 'output', report);
  const toolBytes = options.toolBytes ?? defaultToolBytes;
  const context = {
    api: options.api ?? 'api',
    document,
    securitySchemes,
    translator,
    assembler: new SchemaAssembler(translator, toolBytes),
    wholeAssembler: new SchemaAssembler(translator, wholeBytes),
    output: { translator: outputTranslator, assembler: new SchemaAssembler(outputTranslator, toolBytes) },
    outputSchemas: options.outputSchemas ?? false,
    argumentShapes: new Map(),
    returns: new Map(),
    pins: (operation: Operation) => pin.length > 0 && reasonNotToPin(operation) === undefined,
    sizes: new Map(),
    attempt: (operation: Operation, make: () => MadeSchema): MadeSchema => {
      try {
        return make();
      } catch (error) {
        if (options.lazy !== true) throw error;
        diagnostics.push(setAside(operation, error));
        const schema: InputSchema = { type: 'object', properties: {}, additionalProperties: false };
        return { schema, isWhole: true, paging: undefined };
      }
    },
    report,
  };
  const pin = options.pin ?? [];
  const reasonNotToPin = createSelector({ include: pin });
  const reasonToLeaveOut = createSelector(options);
  const leftOut: { operation: Operation; reason: string }[] = [];
  const selected = operations.flatMap((operation) => {
    const curation = readCuration(operation);
    const reason = curation.hidden ? 'hidden' : reasonToLeaveOut(operation);
    if (reason === undefined) return [{ operation, curation, wanted: curation.name }];
    leftOut.push({ operation, reason });
    return [];
  });
  const names = nameOperations(selected, options.prefix, options.nameLength ?? defaultNameLength);
  const tools = selected.flatMap(({ operation, curation }, index) => {
    try {
      const tool = buildTool(context, operation, names[index]!, curation);
      if (options.lazy !== true) complete(tool);
      return [tool];
    } catch (error) {
      leftOut.push({ operation, reason: 'set aside' });
      diagnostics.push(setAside(operation, error));
      return [];
    }
  });
  let isComplete = options.lazy !== true;
  return {
    api: context.api,
    document,
    tools,
    securitySchemes,
    leftOut,
    found: diagnostics,
    get diagnostics() {
      if (!isComplete) tools.forEach(complete);
      isComplete = true;
      return diagnostics;
    },
  };
}

/** A fault of ours in the tool of one operation; the others are not touched by it. */
function setAside(operation: Operation, error: unknown): Diagnostic {
  const message = `It did not become a tool: ${messageOf(error)}.`;
  const fix = 'Please report this with the document.';
  return findingAt(operation.node, { code: 'TOOL_SET_ASIDE', severity: 'error', message, fix }, operation.id);
}

/** Has a tool make what it else makes when it is read; its faults are found by that. */
function complete(tool: Tool): readonly unknown[] {
  return [tool.description, tool.inputSchema];
}

/** What many operations share is looked at for each of them: its findings are told once. */
function once(report: (finding: Diagnostic) => void): (finding: Diagnostic) => void {
  const told = new Set<string>();
  return (finding) => {
    const key = `${finding.code} ${finding.uri}#${finding.pointer} ${finding.message}`;
    if (told.has(key)) return;
    told.add(key);
    report(finding);
  };
}
