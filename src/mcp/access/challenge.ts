import type { Resource } from './resource.ts';

/** Why a request is refused, in the words of RFC 6750, 3. */
export interface Challenge {
  /** Absent where no credential came: then there is nothing wrong with one (RFC 6750, 3.1). */
  readonly error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope';
  readonly description?: string;
  /** Every scope that the request needs. */
  readonly scopes: readonly string[];
}

/** The WWW-Authenticate header that tells a client what to bring and where to get it (RFC 6750, 3; RFC 9728, 5.1). */
export function formatChallenge({ error, description, scopes }: Challenge, resource: Resource): string {
  const parameters: [name: string, value: string | undefined][] = [
    ['error', error],
    ['error_description', description],
    ['scope', scopes.length > 0 ? scopes.join(' ') : undefined],
    ['resource_metadata', resource.metadata ? resource.metadataUrl : undefined],
  ];
  const given = parameters.filter(([, value]) => value !== undefined);
  if (given.length === 0) return 'Bearer';
  return `Bearer ${given.map(([name, value]) => `${name}="${quotable(value!)}"`).join(', ')}`;
}

/** Characters that RFC 6750, 3 allows in a value between quotes. */
function quotable(text: string): string {
  return text.replaceAll('"', "'").replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?');
}
