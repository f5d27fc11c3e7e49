import type { Diagnostic } from '../base/diagnostic.ts';
import { RoutewrightError } from '../base/errors.ts';
import { isObject, own } from '../base/json.ts';
import { defaultTextLimits, parseText, surveyTree, type TextLimits } from '../base/structured-text.ts';
import type { Document, Resource, ResourceFailure, SpecVersion } from './document.ts';
import { addNames } from './names.ts';
import { applyOverlay } from './overlay.ts';
import { readSpec, type ReadOptions, sourceUri } from './read.ts';
import { loadReferenced } from './references.ts';
import { displayUri } from './uri.ts';

export interface LoadOptions extends ReadOptions {
  /** Whether references may lead to other servers. @default false */
  readonly allowRemoteRefs?: boolean;
  /** Folder (or URL of one) that relative references may not leave. @default that of the document */
  readonly refRoot?: string;
  /** OpenAPI Overlay 1.0 documents to apply, in this order: paths or URLs. */
  readonly overlays?: readonly string[];
  readonly limits?: TextLimits;
  /** The text of the document, where a program has it; its source then says only where it stands. */
  readonly text?: string;
}

/**
 * Reads an OpenAPI description: the document itself, its overlays, and every file that its references lead to. Nothing
 * is dereferenced. A referenced file that cannot be read is the affair of the operations that need it.
 *
 * @throws {RoutewrightError} SPEC_* when the document itself cannot be read, OVERLAY_INVALID
 * @example
 * ```ts
 * const document = await loadDocument('./openapi.yaml', { overlays: ['./names.overlay.yaml'] });
 * for (const operation of listOperations(document).operations) console.log(operation.id);
 * ```
 */
export async function loadDocument(source: string, options: LoadOptions = {}): Promise<Document> {
  const limits = options.limits ?? defaultTextLimits;
  const { uri, text } =
    options.text === undefined ? await readSpec(source, options) : { uri: sourceUri(source), text: options.text };
  const shown = source === '-' ? 'standard input' : displayUri(uri);
  let root = await parseText(text, shown, limits);
  let { hasExternalRefs, hasNames } = surveyTree(root, shown, limits);
  const findings: Diagnostic[] = [];
  for (const overlay of options.overlays ?? []) {
    const applied = await applyOverlay(root, overlay, options);
    root = applied.root;
    findings.push(...applied.findings);
    ({ hasExternalRefs, hasNames } = surveyTree(root, shown, limits));
  }
  const version = versionOf(root, shown);
  const resource: Resource = { uri, text, root };
  const resources = new Map([[uri, resource]]);
  const failures = new Map<string, ResourceFailure>();
  const document: Document = {
    uri,
    version,
    root: root as Document['root'],
    resources,
    failures,
    findings,
    names: { targets: new Map(), bases: new Map() },
    resolved: new Map(),
  };
  if (hasNames) addNames(document.names, resource);
  if (hasExternalRefs) await loadReferenced(document, resources, failures, options);
  return document;
}

function versionOf(root: unknown, shown: string): SpecVersion {
  const declared = own(root, 'openapi') ?? own(root, 'swagger');
  if (!isObject(root) || (typeof declared !== 'string' && typeof declared !== 'number')) {
    throw new RoutewrightError(
      'SPEC_NOT_OPENAPI',
      `${shown} is no OpenAPI document: there is no \`openapi\` or \`swagger\` at its root`,
      {
        hint: describeRoot(root),
      },
    );
  }
  // Unquoted, YAML reads `openapi: 3.1` as a number, and `3` or `3.0` as 3.
  const version = String(declared).trim();
  if (/^2(\.0)?(\.|$)/.test(version)) return '2.0';
  const minor = /^3(?:\.(\d+))?(?:\.|$|-)/.exec(version);
  if (minor) {
    if (minor[1] === '1') return '3.1';
    if (minor[1] === undefined || minor[1] === '0') return '3.0';
    // A later 3.x adds to 3.2 without changing what it says.
    return '3.2';
  }
  throw new RoutewrightError('SPEC_VERSION_UNSUPPORTED', `${shown} is of version ${version}, which is not supported`, {
    hint: 'Supported are Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2.',
  });
}

function describeRoot(root: unknown): string {
  if (isObject(root) && own(root, 'overlay') !== undefined)
    return 'This is an Overlay: pass it with --overlay, beside the document it applies to.';
  if (isObject(root) && own(root, 'asyncapi') !== undefined)
    return 'This is an AsyncAPI document; Routewright reads OpenAPI.';
  if (isObject(root) && own(root, 'swaggerVersion') !== undefined)
    return 'This is Swagger 1.x: convert it to OpenAPI 3 first.';
  if (isObject(root) && isObject(own(root, 'info')) && own(root, 'item') !== undefined)
    return 'This looks like a Postman collection: export it as OpenAPI.';
  if (typeof root === 'string') return 'The file holds plain text.';
  return 'Check that this is the right file; an OpenAPI document begins with `openapi: 3.x` or `swagger: "2.0"`.';
}
