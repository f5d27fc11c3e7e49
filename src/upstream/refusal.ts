import type { Tool } from '../catalog/tool.ts';
import { explainRefused, type RefusedCredential } from './credentials/provenance.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** What was presented to an API that refused a call. */
export interface Refusal {
  readonly api: string;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly presented: readonly RefusedCredential[];
  /** Names of schemes that the operation asks for and the configuration does not have. */
  readonly unconfigured: readonly string[];
  readonly renewal: 'none' | 'repeated' | 'unrepeated';
}

/**
 * Why a call was perhaps refused (401, 403): a credential that is missing, stayed behind at a redirect, is no longer
 * good, or lacks a scope. Nothing for other answers.
 */
export function explainRefusal({ operation }: Tool, refusal: Refusal): string[] {
  const { api, request, response, presented, unconfigured, renewal } = refusal;
  if (response.status !== 401 && response.status !== 403) return [];
  const [from, to] = [new URL(request.url).origin, new URL(response.url).origin];
  const scopes = new Set(operation.security.flatMap(({ schemes }) => schemes.flatMap((scheme) => scheme.scopes)));
  const isTold = /\bscope=/i.test(response.headers['www-authenticate'] ?? '');
  const moved = `The API redirected from ${from} to ${to}, where no credential is sent. Whoever runs the gateway sets \`baseUrl\` to where the API really is.`;
  return [
    ...unconfigured.map(explainUnconfigured),
    ...(from === to ? [] : [moved]),
    ...(response.status === 401 && from === to
      ? presented.map((one) => explainRefused(api, one, renewal, Date.now()))
      : []),
    ...(response.status === 403 && scopes.size > 0 && !isTold
      ? [`By its document the operation needs a credential with the scopes: ${[...scopes].join(', ')}.`]
      : []),
  ];
}

function explainUnconfigured(scheme: string): string {
  return `The operation asks for the credential ${scheme}, and none is configured. Whoever runs the gateway sets it with --credential ${scheme}=env:NAME or under \`credentials\` in the configuration.`;
}
