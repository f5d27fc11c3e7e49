import { own, text } from '../base/json.ts';
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
    const value = own(variables, name) ?? own(own(declared, name), 'default');
    // Unquoted in YAML, a port is a number.
    return typeof value === 'string' || typeof value === 'number' ? String(value) : placeholder;
  });
  return { url: absolute(url, node.uri), description: text(own(node.value, 'description')) };
}

/** Relative server URLs are relative to where the document was fetched from (OpenAPI 3.1.1, 4.6). */
function absolute(url: string, base: string): string {
  // A host without a scheme, as many documents have it by mistake: `api.example.com/v1`, `localhost:8080`.
  const [host = ''] = url.split('/', 1);
  if (/^(localhost|\d{1,3}(\.\d{1,3}){3})(:\d+)?$/i.test(host)) return `http://${url}`;
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*(\.[a-z]{2,}(:\d+)?|:\d+)$/i.test(host) && !isFileName(host)) return `https://${url}`;
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return url;
  const isFetched = /^https?:/.test(base);
  if (url.startsWith('//') && !isFetched) return `https:${url}`;
  if (!isFetched || /[{}]/.test(url)) return url;
  return new URL(url, base).href;
}

/** `index.php/api` is a path. */
function isFileName(name: string): boolean {
  return /\.(json|ya?ml|php|html?)$/i.test(name);
}
