import { expiryOf, type Secret } from '../../base/secret-reader.ts';
import { describeSecret } from './known-secrets.ts';

/** Where what is presented comes from: told to whoever has to replace it, once the API refuses it. */
export interface Provenance {
  /** Milliseconds since the epoch; nothing where it does not say. */
  readonly expires?: number | undefined;
  /** How to replace it: a sentence for whoever runs the gateway. */
  readonly remedy: string;
}

/** Of secrets that the configuration refers to. A token that says when it expires does so here. */
export function provenanceOf(secrets: readonly Secret[], value = ''): Provenance {
  const places = [...new Set(secrets.map(describeSecret))].join(' and ');
  const expires = expiryOf(value);
  return {
    ...(Number.isFinite(expires) ? { expires } : {}),
    remedy: `It comes from ${places}, where whoever runs the gateway puts a valid one.`,
  };
}

/** A credential that was presented and refused. */
export interface RefusedCredential {
  /** Name of the security scheme. */
  readonly scheme: string;
  readonly provenance: Provenance;
}

/**
 * Why an API says 401 although a credential was presented (RFC 9110, 15.5.2): which one, when it expires, and what to
 * do.
 *
 * @param renewal - what has been done about it: the request was sent again with a new one, or was not since it may
 *   have had an effect
 */
export function explainRefused(
  api: string,
  { scheme, provenance: { expires, remedy } }: RefusedCredential,
  renewal: 'none' | 'repeated' | 'unrepeated',
  now: number,
): string {
  const until =
    expires === undefined
      ? ''
      : `, which ${expires <= now ? 'expired' : 'expires'} at ${new Date(expires).toISOString()}`;
  const what = `The API refused the credential ${scheme} of ${api}`;
  switch (renewal) {
    case 'none':
      return `${what}${until}. ${remedy}`;
    case 'repeated':
      return `${what}, and a new one as well${until}. ${remedy}`;
    case 'unrepeated':
      return `${what}. It has been renewed since; the call was not repeated, as it may have had an effect. Call again where that does no harm.`;
    default:
      return renewal satisfies never;
  }
}
