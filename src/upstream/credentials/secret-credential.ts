import { expiryOf, type Secret } from '../../base/secret-reader.ts';
import type { SecurityScheme } from '../../spec/operation.ts';
import { type AppliedCredentials, placeAt, placePassword, placeSecret } from './apply.ts';
import type { Credential, Presented } from './credential.ts';
import { addPassword, type KnownSecrets } from './known-secrets.ts';
import { provenanceOf } from './provenance.ts';

/** A secret that stands in the configuration with where it goes. */
export interface PlacedSecret {
  readonly secret: Secret;
  readonly in?: 'header' | 'query' | 'cookie' | undefined;
  readonly name?: string | undefined;
  readonly prefix?: string | undefined;
  readonly always?: boolean | undefined;
}

/** A secret as it is: an API key, a bearer token, or what else the document or the configuration has a place for. */
export function createSecretCredential(
  { secret, always = false, ...place }: PlacedSecret,
  scheme: SecurityScheme | undefined,
  secrets: KnownSecrets,
): Credential {
  const isPlaced = place.in !== undefined || place.name !== undefined || place.prefix !== undefined;
  const name = place.name ?? scheme?.parameterName ?? 'authorization';
  const placement = { in: place.in ?? scheme?.in ?? 'header', name, prefix: place.prefix ?? '' } as const;
  const apply = (value: string): AppliedCredentials =>
    isPlaced ? placeAt(value, placement) : placeSecret(value, scheme);
  const present = async (): Promise<Presented> => {
    const read = secrets.read(secret);
    const found = read instanceof Promise ? await read : read;
    return 'missing' in found
      ? found
      : { applied: apply(found.value), provenance: provenanceOf([secret], found.value) };
  };
  return {
    always,
    findMissing: () => missingOf(secrets.peek(secret)),
    // A JSON Web Token says itself how long it is good for.
    inspect: () => {
      const found = secrets.peek(secret);
      const expires = found && 'value' in found ? expiryOf(found.value) : Number.POSITIVE_INFINITY;
      const state = { state: expires <= Date.now() ? 'expired' : 'fresh', expires } as const;
      return Promise.resolve(Number.isFinite(expires) ? state : undefined);
    },
    present: async () => {
      const presented = await present();
      // What a command prints may have run out before its time: then it is asked for another.
      return 'applied' in presented
        ? { ...presented, renew: () => (secrets.forget(secret) ? present() : Promise.resolve(undefined)) }
        : presented;
    },
  };
}

/** A user name and password, as Basic (RFC 7617). */
export function createPasswordCredential(
  { username, password, always = false }: { username: Secret; password: Secret; always?: boolean | undefined },
  secrets: KnownSecrets,
): Credential {
  let known: { username: string; password: string; applied: AppliedCredentials } | undefined;
  return {
    always,
    findMissing: () => missingOf(secrets.peekName(username)) ?? missingOf(secrets.peekName(password)),
    present: async () => {
      const user = await secrets.readName(username);
      if ('missing' in user) return user;
      const pass = await secrets.readName(password);
      if ('missing' in pass) return pass;
      if (known?.username !== user.value || known.password !== pass.value) {
        addPassword(secrets.redactor, user.value, pass.value);
        known = {
          username: user.value,
          password: pass.value,
          applied: placePassword(user.value, pass.value),
        };
      }
      return { applied: known.applied, provenance: provenanceOf([username, password]) };
    },
  };
}

export function missingOf(found: { value: string } | { missing: string } | undefined): string | undefined {
  return found && 'missing' in found ? found.missing : undefined;
}
