import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../base/errors.ts';
import { defaultTextLimits, parseText, surveyTree, type TextLimits } from '../base/structured-text.ts';
import {
  addressOf,
  type Document,
  lookUp,
  type Node,
  referenceOf,
  type Resource,
  type ResourceFailure,
  rootNode,
} from './document.ts';
import { walk, type WalkType } from './grammar.ts';
import { addNames } from './names.ts';
import { defaultDocumentBytes, readSpec, type ReadOptions } from './read.ts';
import { displayUri, folderOf, folderUri } from './uri.ts';

/** How the files of a description are read. */
export interface ReferenceOptions extends ReadOptions {
  readonly allowRemoteRefs?: boolean;
  readonly refRoot?: string;
  readonly limits?: TextLimits;
}

/** A place to walk, or a reference to follow, as what kind of object. */
interface Entry {
  readonly node: Node;
  readonly type: WalkType;
}

/** A server could answer each file with a reference to the next; no description has so many. */
const mostFiles = 10_000;
/** Files that are open at the same time. */
const mostOpen = 32;

/**
 * Reads the files that the references of a document lead to, and those that these lead to, until there are no new
 * ones. Each is held to the limits of the document, and all of them together to its size.
 */
export async function loadReferenced(
  document: Document,
  resources: Map<string, Resource>,
  failures: Map<string, ResourceFailure>,
  options: ReferenceOptions,
): Promise<void> {
  const walked = new Map<WalkType, Set<object>>();
  const followed = new Set<string>();
  let unread = (options.maxBytes ?? defaultDocumentBytes) - (resources.get(document.uri)?.text.length ?? 0);
  let places: Entry[] = [{ node: rootNode(document), type: 'Document' }];
  let references: Entry[] = [];
  for (;;) {
    for (const place of places) references.push(...findReferences(document, place, walked, followed));
    places = [];
    const unresolved: Entry[] = [];
    const missing = new Map<string, Node[]>();
    for (const reference of references) {
      const found = lookUp(document, referenceOf(reference.node.value)!, reference.node);
      if (!('code' in found)) {
        places.push({ node: found, type: reference.type });
        continue;
      }
      // A way that leads through a file that is not there yet may go on once it is.
      unresolved.push(reference);
      if (found.unread !== undefined) missing.set(found.unread, [...(missing.get(found.unread) ?? []), reference.node]);
    }
    references = unresolved;
    if (places.length > 0) continue;
    if (missing.size === 0) break;
    const uris = [...missing.keys()];
    for (let start = 0; start < uris.length; start += mostOpen) {
      const batch = uris.slice(start, start + mostOpen);
      const maxBytes = Math.max(unread, 0);
      const read = await Promise.all(
        batch.map(async (uri) =>
          resources.size + failures.size > mostFiles
            ? tooMany(uri)
            : readResource(document, uri, missing.get(uri)!, { ...options, maxBytes }),
        ),
      );
      for (const [index, result] of read.entries()) {
        const uri = batch[index]!;
        if ('code' in result) failures.set(uri, result);
        else {
          unread -= result.resource.text.length;
          // After a redirect a file has two addresses.
          const resource = resources.get(result.resource.uri) ?? result.resource;
          resources.set(uri, resource).set(resource.uri, resource);
          if (result.hasNames) addNames(document.names, resource);
        }
      }
    }
    document.resolved.clear();
  }
  document.resolved.clear();
}

/** The references in a place that have not been seen before as what they are there. */
function findReferences(
  document: Document,
  { node: { value, uri, pointer }, type }: Entry,
  walked: Map<WalkType, Set<object>>,
  followed: Set<string>,
): Entry[] {
  const seen = walked.get(type) ?? new Set<object>();
  walked.set(type, seen);
  const found: Entry[] = [];
  walk(
    value,
    type,
    pointer,
    (object, kind, place) => {
      const reference = referenceOf(object);
      if (reference === undefined) return;
      const node = { value: { $ref: reference }, uri, pointer: place };
      const key = `${kind} ${addressOf(document, reference, node)}`;
      if (followed.has(key)) return;
      followed.add(key);
      found.push({ node, type: kind });
    },
    seen,
  );
  return found;
}

async function readResource(
  document: Document,
  uri: string,
  referrers: readonly Node[],
  options: ReferenceOptions,
): Promise<{ resource: Resource; hasNames: boolean } | ResourceFailure> {
  const folder = options.refRoot === undefined ? folderOf(document.uri) : folderUri(options.refRoot);
  const allowRemote = options.allowRemoteRefs ?? false;
  const forbidden = await whyForbidden(uri, folder, document.uri, referrers, allowRemote);
  if (forbidden) return forbidden;
  const shown = displayUri(uri);
  try {
    const mayFollow = (url: string): boolean => allowRemote || url.startsWith(folder);
    const read = await readSpec(uri, { ...options, mayFollow });
    const limits = options.limits ?? defaultTextLimits;
    const root = await parseText(read.text, shown, limits);
    const { hasNames } = surveyTree(root, shown, limits);
    return { resource: { ...read, root }, hasNames };
  } catch (error) {
    return {
      code: 'REF_UNREADABLE',
      message: `The referenced ${shown} could not be read: ${messageOf(error)}.`,
      fix: 'Check that it exists and is JSON or YAML.',
    };
  }
}

/**
 * References stay within the folder of the document they start from, or the one that the operator named, links in the
 * file system included; other places on the network only where the operator allowed them. What comes from the network never reads a local file.
 */
async function whyForbidden(
  uri: string,
  folder: string,
  documentUri: string,
  referrers: readonly Node[],
  allowRemote: boolean,
): Promise<ResourceFailure | undefined> {
  if (uri.startsWith('file://')) {
    const isLocal = documentUri.startsWith('file://') && referrers.some((node) => node.uri.startsWith('file://'));
    if (!isLocal || !uri.startsWith(folder)) return outside(uri);
    try {
      const [file, root] = await Promise.all([realpath(fileURLToPath(uri)), realpath(fileURLToPath(folder))]);

      if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) return outside(uri);
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
    message: `The reference to ${displayUri(uri)} leads out of the folder that references are confined to.`,
    fix: "That is the document's own folder; --ref-root names a wider one.",
  };
}

function tooMany(uri: string): ResourceFailure {
  return {
    code: 'REF_UNREADABLE',
    message: `The referenced ${displayUri(uri)} was not read: the description has more than ${mostFiles} files already.`,
    fix: 'Bundle the description into one file.',
  };
}
