import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { AwsConfig, HeadersConfig, HmacConfig, TlsConfig } from '../../base/config/signing-schema.ts';
import type { Secret } from '../../base/secret-reader.ts';
import { referencePrefix } from '../../base/secret-reference.ts';
import type { HttpRequest, TlsIdentity } from '../http.ts';
import { type AppliedCredentials, noCredentials } from './apply.ts';
import { signForAws } from './aws.ts';
import type { Credential } from './credential.ts';
import { signByTemplate } from './hmac.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { provenanceOf } from './provenance.ts';
import { missingOf } from './secret-credential.ts';

/** Secrets by a name of ours; what is not configured is not there. */
type Parts = Readonly<Record<string, Secret | undefined>>;
type Values = Readonly<Record<string, string | undefined>>;

/** A credential of several secrets that become one thing. */
function createCompound(
  parts: Parts,
  always: boolean | undefined,
  secrets: KnownSecrets,
  apply: (values: Values) => AppliedCredentials,
): Credential {
  const present = Object.entries(parts).flatMap(([name, secret]) =>
    secret === undefined ? [] : [[name, secret] as const],
  );
  // What is written as it is may be a name that every answer holds; only references are secrets for certain.
  const isReference = (secret: Secret): boolean => typeof secret !== 'string' || referencePrefix.test(secret);
  return {
    always: always === true,
    findMissing: () =>
      present.map(([, secret]) => missingOf(secrets.peekName(secret))).find((missing) => missing !== undefined),
    present: async () => {
      const values: Record<string, string> = {};
      for (const [name, secret] of present) {
        const found = await (isReference(secret) ? secrets.read(secret) : secrets.readName(secret));
        if ('missing' in found) return found;
        values[name] = found.value;
      }
      return {
        applied: apply(values),
        provenance: provenanceOf(present.map(([, secret]) => secret).filter(isReference)),
      };
    },
  };
}

/** AWS Signature Version 4. */
export function createAwsCredential({ aws, always }: AwsConfig, secrets: KnownSecrets, now: () => number): Credential {
  const { region, service, ...parts } = aws;
  return createCompound(parts, always, secrets, (values) => {
    const keys = {
      accessKeyId: values['accessKeyId']!,
      secretAccessKey: values['secretAccessKey']!,
      sessionToken: values['sessionToken'],
    };
    return { ...noCredentials, sign: (request) => signForAws(request, keys, { region, service }, new Date(now())) };
  });
}

/** A signature by a template. */
export function createHmacCredential(
  { hmac, always }: HmacConfig,
  secrets: KnownSecrets,
  now: () => number,
): Credential {
  const named = Object.fromEntries(Object.entries(hmac.values ?? {}).map(([name, value]) => [`value.${name}`, value]));
  return createCompound({ key: hmac.key, ...named }, always, secrets, ({ key, ...values }) => {
    const bytes = Buffer.from(key!, hmac.keyEncoding === 'text' ? 'utf8' : hmac.keyEncoding);
    const nonce = (): string => randomBytes(16).toString('hex');
    const { algorithm, encoding } = hmac;
    const scheme = {
      message: hmac.message,
      headers: hmac.headers ?? {},
      query: hmac.query ?? {},
      digest: (data: string | Uint8Array) => createHash(algorithm).update(data).digest(encoding),
      authenticate: (text: string) => createHmac(algorithm, bytes).update(text).digest(encoding),
    };
    return {
      ...noCredentials,
      sign: (request: HttpRequest) => signByTemplate(request, scheme, { values, now: now(), nonce: nonce() }),
    };
  });
}

/** A client certificate. Files are read with each call: a renewed certificate is taken up. */
export function createTlsCredential({ always, certificate, ...others }: TlsConfig, secrets: KnownSecrets): Credential {
  return createCompound({ cert: certificate, ...others }, always, secrets, (values) => {
    const id = createHash('sha256').update(JSON.stringify(values)).digest('base64url');
    return { ...noCredentials, tls: { id, ...values } satisfies TlsIdentity };
  });
}

/** Several headers. */
export function createHeadersCredential({ headers, always }: HeadersConfig, secrets: KnownSecrets): Credential {
  return createCompound(headers, always, secrets, (values) => ({
    ...noCredentials,
    headers: Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value!])),
  }));
}
