import { isObject, own, text } from '../base/json.ts';
import { child, type Document, elements, type Node } from './document.ts';
import type { Server } from './operation.ts';

/** Values for server variables, by name, over the defaults of the document. */
export type ServerVariables = Readonly<Record<string, string>>;

/**
 * The servers that hold at a place: those of the operation, else of the path item, else of the document, else `/`
 * (OpenAPI 3.2.0, 4.1.1 and 4.6). Variables take the values given, else their defaults.
 */
export function listServers(document: Document, places: readonly Node[], variables: ServerVariables): Server[] {
  for (const place of places) {
    const servers = elements(child(place, 'servers'));
    if (servers.length > 0) return servers.map((server) => toServer(server, variables));
  }
  return [{ url: absolute('/', document.uri), description: undefined }];
}

function toServer(node: Node, variables: ServerVariables): Server {
  const template = text(own(node.value, 'url')) ?? '/';
  const declared = own(node.value, 'variables');
  const url = template.replace(/\{([^{}]+)\}/g, (placeholder, name: string) => {
    const fallback = own(isObject(declared) ? own(declared, name) : undefined, 'default');
    return own(variables, name)?.toString() ?? (fallback === undefined ? placeholder : String(fallback as string));
  });
  return { url: absolute(url, node.uri), description: text(own(node.value, 'description')) };
}

/** Relative server URLs are relative to where the document was fetched from (OpenAPI 3.1.1, 4.6). */
function absolute(url: string, base: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return url;
  // A host without a scheme, as many documents have it by mistake: `api.example.com/v1`.
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(\/|$)/i.test(url)) return `https://${url}`;
  if (!/^https?:/.test(base) || /[{}]/.test(url)) return url;
  return new URL(url, base).href;
}
