import type { AuthorizationRequest } from '../../catalog/tool-result.ts';
import type { Operation } from '../../spec/operation.ts';
import type { HttpResponse } from '../http.ts';
import { type AppliedCredentials, joinCredentials, noCredentials } from './apply.ts';
import type { Ask, Presented } from './credential.ts';
import type { RefusedCredential } from './provenance.ts';
import type { CredentialSource } from './source.ts';

/** The credentials for a call, or what it has to wait for. */
export type SelectedCredentials =
  | {
      readonly applied: AppliedCredentials;
      /** The schemes that are presented, and where they come from. */
      readonly presented: readonly RefusedCredential[];
      /** Names of those that the document asks for and the configuration does not have. */
      readonly unconfigured: readonly string[];
      /** Asked once after the API refused: what to present instead, if anything, or what stands in the way of it. */
      readonly renew?: (refusal: HttpResponse) => Promise<RenewedCredentials | Obstacle | undefined>;
    }
  | Obstacle;

/** What is presented in place of credentials that were refused. */
type RenewedCredentials = Pick<Extract<SelectedCredentials, { applied: unknown }>, 'applied' | 'presented'>;

/** Why a call cannot be made yet. */
export type Obstacle =
  | { readonly missing: string; readonly scheme: string }
  | { readonly authorization: AuthorizationRequest; readonly scheme: string };

type Asked = Omit<Ask, 'scopes'>;
interface Part {
  readonly scheme: string;
  readonly presented: Extract<Presented, { applied: unknown }>;
}

/**
 * The first alternative of the operation's security whose schemes all have a credential (OpenAPI 3.2.0, 4.30), and
 * those that are sent always. A credential that is configured but empty stops the call: sending it without would only
 * fail later and say less. Where nothing is configured the request goes out bare, since many documents demand what their
 * API does not.
 *
 * @throws {RoutewrightError} where a token cannot be obtained
 */
export async function selectCredentials(
  operation: Operation,
  source: CredentialSource,
  asked: Asked,
): Promise<SelectedCredentials> {
  let obstacle: Obstacle | undefined;
  let parts: Part[] | undefined;
  let optional = operation.security.length === 0;
  for (const { schemes } of operation.security) {
    if (schemes.length === 0) optional = true;
    else if (schemes.every(({ name }) => source.isUsable(name))) {
      const found = await presentAll(source, schemes, asked);
      if (Array.isArray(found)) {
        parts = found;
        break;
      }
      obstacle ??= found;
    }
  }
  if (!parts && obstacle && !optional) return obstacle;
  const wanted = parts || optional ? [] : (operation.security[0]?.schemes ?? []);
  const unconfigured = wanted.map(({ name }) => name).filter((name) => !source.isUsable(name));
  const chosen = parts ?? [];
  const others = source.always.filter((name) => chosen.every(({ scheme }) => scheme !== name));
  const added = await presentAll(
    source,
    others.map((name) => ({ name, scopes: [] })),
    asked,
  );
  return Array.isArray(added) ? join([...chosen, ...added], unconfigured) : added;
}

async function presentAll(
  source: CredentialSource,
  schemes: readonly { readonly name: string; readonly scopes: readonly string[] }[],
  asked: Asked,
): Promise<Part[] | Obstacle> {
  const parts: Part[] = [];
  for (const { name: scheme, scopes } of schemes) {
    const presented = await source.find(scheme)!.present({ ...asked, scopes });
    if (!('applied' in presented)) return { ...presented, scheme };
    parts.push({ scheme, presented });
  }
  return parts;
}

function join(parts: readonly Part[], unconfigured: readonly string[]): SelectedCredentials {
  if (parts.length === 0) return { applied: noCredentials, presented: [], unconfigured };
  const joined = { ...joinParts(parts), unconfigured };
  if (parts.every(({ presented }) => !presented.renew)) return joined;
  return { ...joined, renew: (refusal) => renewAll(parts, refusal) };
}

function joinParts(parts: readonly Part[]): RenewedCredentials {
  return {
    applied: joinCredentials(parts.map(({ presented }) => presented.applied)),
    presented: parts.map(({ scheme, presented: { provenance } }) => ({ scheme, provenance })),
  };
}

/** All parts anew, or nothing where none of them has anything better. */
async function renewAll(
  parts: readonly Part[],
  refusal: HttpResponse,
): Promise<RenewedCredentials | Obstacle | undefined> {
  let isRenewed = false;
  const all: Part[] = [];
  for (const { scheme, presented } of parts) {
    const renewed = await presented.renew?.(refusal);
    if (renewed && !('applied' in renewed)) return { ...renewed, scheme };
    isRenewed ||= renewed !== undefined;
    all.push({ scheme, presented: renewed ?? presented });
  }
  return isRenewed ? joinParts(all) : undefined;
}
