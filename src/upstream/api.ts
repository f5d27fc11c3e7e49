import type { Diagnostic } from '../base/diagnostic.ts';
import { RoutewrightError } from '../base/errors.ts';
import { childPointer } from '../base/json-pointer.ts';
import { nearest } from '../base/nearest.ts';
import type { CallContext } from '../catalog/tool-result.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Server } from '../spec/operation.ts';
import { type HttpClient, withoutQuery } from './client.ts';
import type { CredentialSource } from './credentials/source.ts';
import type { App } from './in-process.ts';

/** An API that calls can be made to: its tools, where it is, and what is presented to it. */
export interface Api {
  readonly name: string;
  readonly catalog: Catalog;
  /** Replaces the servers of the document. */
  readonly baseUrl: string | undefined;
  readonly credentials: CredentialSource;
  /** Headers of the configuration, and those of the client that it passes on, read anew for each call. */
  readonly headers: (header?: CallContext['header']) => Promise<Readonly<Record<string, string>>>;
  readonly client: HttpClient;
  /** Answers in place of a server on the network, where the API is part of this process. */
  readonly app?: App;
  /** Milliseconds for a whole call. */
  readonly timeout: number;
  /** Most bytes of an answer. */
  readonly responseBytes: number;
}

/**
 * Where a tool's requests go. An app of this process needs no host, so there the path of a server is enough.
 *
 * @throws {RoutewrightError} SERVER_MISSING
 */
export function baseUrlOf(api: Pick<Api, 'name' | 'baseUrl' | 'app'>, { operation }: Tool): string {
  if (api.baseUrl !== undefined) return api.baseUrl;
  const absolute = operation.servers.find(isAbsolute);
  if (absolute) return absolute.url;
  if (api.app) return new URL(operation.servers[0]?.url ?? '/', 'http://localhost').href;
  throw new RoutewrightError(
    'SERVER_MISSING',
    `It is not known where the API ${api.name} is: its document names no absolute server`,
    {
      hint: 'Pass --base-url, or set `baseUrl` in the configuration.',
    },
  );
}

/** Whether requests can go there: it has a host, and no variable is left without a value. */
function isAbsolute({ url }: Server): boolean {
  return /^https?:\/\//i.test(url) && !/[{}]/.test(url);
}

/** What will fail once tools are called, told at start: no server, credentials that are missing or belong to nothing. */
export function inspectApi({ name, catalog, credentials, baseUrl, app }: Api): Diagnostic[] {
  const { document, securitySchemes, tools } = catalog;
  const at = (pointer: string): Pick<Diagnostic, 'uri' | 'pointer'> => ({ uri: document.uri, pointer });
  const findings: Diagnostic[] = [];
  const homeless =
    baseUrl === undefined && !app ? tools.filter(({ operation }) => !operation.servers.some(isAbsolute)) : [];
  if (homeless.length > 0) {
    findings.push({
      ...at('/servers'),
      code: 'SERVER_MISSING',
      severity: 'warning',
      message: `The document names no absolute server for ${homeless.length} of ${tools.length} tools of ${name}, so calls of them will fail.`,
      fix: 'Pass --base-url, or set `baseUrl` in the configuration.',
    });
  }
  const schemesAt = document.version === '2.0' ? '/securityDefinitions' : '/components/securitySchemes';
  for (const scheme of credentials.names) {
    const missing = credentials.find(scheme)?.findMissing();
    if (!securitySchemes.has(scheme) && !credentials.always.includes(scheme)) {
      const guess = nearest(scheme, [...securitySchemes.keys()]);
      const known =
        securitySchemes.size === 0 ? 'The document has none.' : `It has: ${[...securitySchemes.keys()].join(', ')}.`;
      findings.push({
        ...at(schemesAt),
        code: 'CREDENTIAL_UNKNOWN',
        severity: 'warning',
        message: `A credential is configured for ${scheme}, which is no security scheme of ${name}; it is never sent.`,
        fix: guess === undefined ? `${known} To send it all the same, add \`always: true\`.` : `Did you mean ${guess}?`,
      });
    } else if (missing !== undefined) {
      findings.push({
        ...at(childPointer(schemesAt, scheme)),
        code: 'SECRET_MISSING',
        severity: 'warning',
        message: `The credential for ${scheme} is missing: ${missing}`,
        fix: '',
      });
    }
  }
  for (const scheme of credentials.names) {
    const url = credentials.find(scheme)?.findPlainUrl?.();
    if (url === undefined) continue;
    findings.push({
      ...at(childPointer(schemesAt, scheme)),
      code: 'TOKEN_URL_PLAIN',
      severity: 'warning',
      message: `Tokens and secrets of ${scheme} of ${name} travel over plain HTTP to ${withoutQuery(url)}, where anyone on the way reads them.`,
      fix: 'Name an https:// URL, in the document or at the credential in the configuration.',
    });
  }
  for (const scheme of credentials.plain)
    findings.push({
      ...at(childPointer(schemesAt, scheme)),
      code: 'SECRET_PLAIN',
      severity: 'warning',
      message: `The secret of ${scheme} is written plainly into the configuration of ${name}, where whoever reads the file has it.`,
      fix: 'Move it into a variable or a file, and write env:NAME or file:PATH.',
    });
  return [...findings, ...findUnconfigured(catalog, credentials, schemesAt)];
}

/** Schemes that tools demand and nothing is configured for, with how many tools each of them concerns. */
function findUnconfigured(
  { document, tools, securitySchemes }: Catalog,
  credentials: CredentialSource,
  schemesAt: string,
): Diagnostic[] {
  const concerned = new Map<string, number>();
  for (const { operation } of tools) {
    const satisfied =
      operation.security.length === 0 ||
      operation.security.some(({ schemes }) => schemes.every((scheme) => credentials.names.includes(scheme.name)));
    if (satisfied) continue;
    for (const { name } of operation.security[0]!.schemes)
      if (!credentials.names.includes(name)) concerned.set(name, (concerned.get(name) ?? 0) + 1);
  }
  return [...concerned].map(([scheme, count]) => ({
    uri: document.uri,
    pointer: childPointer(schemesAt, scheme),
    code: securitySchemes.has(scheme) ? ('CREDENTIAL_MISSING' as const) : ('SECURITY_SCHEME_UNKNOWN' as const),
    severity: 'warning' as const,
    message: securitySchemes.has(scheme)
      ? `${count} of ${tools.length} tools ask for ${scheme}, for which no credential is configured.`
      : `${count} of ${tools.length} tools ask for ${scheme}, which the document does not define.`,
    fix: securitySchemes.has(scheme)
      ? `Set one with --credential ${scheme}=env:NAME, or under \`credentials\` in the configuration.`
      : 'Define it under components.securitySchemes.',
  }));
}
