import { realpath } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../base/diagnostic.ts';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { isObject, own } from '../base/json.ts';
import { defaultTextLimits, parseText, surveyTree, type TextLimits } from '../base/structured-text.ts';
import {
  type Document,
  type Node,
  referenceOf,
  type Resource,
  type ResourceFailure,
  resolve,
  type SpecVersion,
} from './document.ts';
import { type ObjectType, walk } from './grammar.ts';
import { applyOverlay } from './overlay.ts';
import { readSpec, type ReadOptions } from './read.ts';
import { displayUri, folderOf } from './uri.ts';

export interface LoadOptions extends ReadOptions {
  /** Whether references may lead to other servers. @default false */
  readonly allowRemoteRefs?: boolean;
  /** OpenAPI Overlay 1.0 documents to apply, in this order: paths or URLs. */
  readonly overlays?: readonly string[];
  readonly limits?: TextLimits;
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
  const { uri, text } = await readSpec(source, options);
  const shown = source === '-' ? 'standard input' : displayUri(uri);
  let root = await parseText(text, shown, limits);
  const { hasExternalRefs } = surveyTree(root, shown, limits);
  let external = hasExternalRefs;
  const findings: Diagnostic[] = [];
  for (const overlay of options.overlays ?? []) {
    const applied = await applyOverlay(root, overlay, options);
    root = applied.root;
    findings.push(...applied.findings);
    external ||= surveyTree(root, shown, limits).hasExternalRefs;
  }
  const version = versionOf(root, shown);
  const resources = new Map<string, Resource>([[uri, { uri, text, root }]]);
  const failures = new Map<string, ResourceFailure>();
  const document: Document = {
    uri,
    version,
    root: root as Document['root'],
    resources,
    failures,
    findings,
    resolved: new Map(),
  };
  if (external) await loadReferenced(document, resources, failures, options);
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

/** Reads the files that references lead to, and those that these lead to, until there are no new ones. */
async function loadReferenced(
  document: Document,
  resources: Map<string, Resource>,
  failures: Map<string, ResourceFailure>,
  options: LoadOptions,
): Promise<void> {
  const queue: { node: Node; type: ObjectType }[] = [
    { node: { value: document.root, uri: document.uri, pointer: '' }, type: 'Document' },
  ];
  const walked = new Map<string, Set<object>>();
  const followed = new Set<string>();
  const missing = new Map<string, { node: Node; type: ObjectType }[]>();
  const folder = folderOf(document.uri);
  while (queue.length > 0 || missing.size > 0) {
    for (let entry = queue.pop(); entry; entry = queue.pop()) {
      const seen = walked.get(entry.type) ?? new Set<object>();
      walked.set(entry.type, seen);
      const { uri } = entry.node;
      walk(
        entry.node.value,
        entry.type,
        entry.node.pointer,
        (value, type, pointer) => {
          const reference = referenceOf(value);
          if (reference === undefined || !URL.canParse(reference, uri)) return;
          const target = new URL(reference, uri);
          const key = `${type} ${target.href}`;
          if (followed.has(key)) return;
          followed.add(key);
          target.hash = '';
          const node = { value: { $ref: reference }, uri, pointer };
          if (resources.has(target.href)) {
            const found = resolve(document, node, () => undefined);
            if (found.value !== undefined && found.uri !== document.uri) queue.push({ node: found, type });
          } else if (!failures.has(target.href)) {
            missing.set(target.href, [...(missing.get(target.href) ?? []), { node, type }]);
          }
        },
        seen,
      );
    }
    await Promise.all(
      [...missing].map(async ([uri]) => {
        const read = await readResource(uri, folder, document.uri, options);
        if ('root' in read) resources.set(uri, read);
        else failures.set(uri, read);
      }),
    );
    document.resolved.clear();
    for (const [uri, waiting] of missing) {
      if (!resources.has(uri)) continue;
      for (const { node, type } of waiting) {
        const found = resolve(document, node, () => undefined);
        if (found.value !== undefined) queue.push({ node: found, type });
      }
    }
    missing.clear();
  }
  document.resolved.clear();
}

async function readResource(
  uri: string,
  folder: string,
  documentUri: string,
  options: LoadOptions,
): Promise<Resource | ResourceFailure> {
  const forbidden = await whyForbidden(uri, folder, documentUri, options.allowRemoteRefs ?? false);
  if (forbidden) return forbidden;
  const shown = displayUri(uri);
  try {
    const { text } = await readSpec(uri, options);
    const limits = options.limits ?? defaultTextLimits;
    const root = await parseText(text, shown, limits);
    surveyTree(root, shown, limits);
    return { uri, text, root };
  } catch (error) {
    return {
      code: 'REF_UNREADABLE',
      message: `The referenced ${shown} could not be read: ${messageOf(error)}.`,
      fix: 'Check that it exists and is JSON or YAML.',
    };
  }
}

/**
 * References stay within the folder of the document they start from, links in the file system included; other places
 * on the network only where the operator allowed them. A document from the network never reads a local file.
 */
async function whyForbidden(
  uri: string,
  folder: string,
  documentUri: string,
  allowRemote: boolean,
): Promise<ResourceFailure | undefined> {
  if (uri.startsWith('file://')) {
    if (!documentUri.startsWith('file://')) return outside(uri);
    if (!uri.startsWith(folder)) return outside(uri);
    try {
      const [file, root] = await Promise.all([realpath(fileURLToPath(uri)), realpath(fileURLToPath(folder))]);
      if (!`${file}/`.startsWith(root.endsWith('/') ? root : `${root}/`) && !file.startsWith(`${root}\\`))
        return outside(uri);
    } catch {
      return undefined; // reading it will say why
    }
    return undefined;
  }
  if (!/^https?:\/\//.test(uri)) {
    return {
      code: 'REF_UNREADABLE',
      message: `${uri} is neither a file nor an http(s) URL.`,
      fix: 'References may name files and URLs only.',
    };
  }
  if (allowRemote || uri.startsWith(folder)) return undefined;
  return {
    code: 'REF_REMOTE_FORBIDDEN',
    message: `The reference to ${displayUri(uri)} leads to the network, which is off.`,
    fix: 'Pass --allow-remote-refs if you trust the document and where it points.',
  };
}

function outside(uri: string): ResourceFailure {
  return {
    code: 'REF_OUTSIDE_FOLDER',
    message: `The reference to ${displayUri(uri)} leads out of the document's folder.`,
    fix: 'Move the file into the folder of the document, or bundle the description into one file.',
  };
}
