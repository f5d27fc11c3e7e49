import { connect, type TLSSocket } from 'node:tls';
import type { Outcome } from './examination.ts';

/** Days before the end of a certificate from which on it is told. */
const soon = 21;
const day = 86_400_000;

export interface TlsOptions {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. @default the system's clock */
  readonly now?: number;
  /** Authorities in PEM in place of those of Node. */
  readonly ca?: string;
}

/** The certificate of a server: whether Node trusts it, why not, and until when it is good. */
export async function examineTls(
  { hostname, port }: URL,
  { signal, now = Date.now(), ca }: TlsOptions,
): Promise<Outcome> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const options = { host, port: port === '' ? 443 : Number(port), ...(ca === undefined ? {} : { ca }) };
  const socket = await open(options, signal);
  try {
    const certificate = socket.getPeerCertificate();
    const reason = socket.authorizationError as Error | string | undefined;
    if (reason !== undefined && reason !== null)
      return refused(
        typeof reason === 'string' ? reason : ((reason as NodeJS.ErrnoException).code ?? reason.message),
        host,
        certificate,
      );
    const days = Math.floor((Date.parse(certificate.valid_to) - now) / day);
    const until = new Date(certificate.valid_to).toISOString().slice(0, 10);
    if (days < soon)
      return {
        status: 'warning',
        message: `The certificate of ${host} ends in ${days} days, on ${until}`,
        why: 'After that every call fails.',
        fix: 'Whoever runs the API renews it.',
      };
    return {
      status: 'ok',
      message: `${socket.getProtocol() ?? 'TLS'}, certificate of ${issuerOf(certificate)} until ${until}`,
    };
  } finally {
    socket.destroy();
  }
}

type Certificate = ReturnType<TLSSocket['getPeerCertificate']>;

async function open(options: { host: string; port: number; ca?: string }, signal: AbortSignal): Promise<TLSSocket> {
  const { host } = options;
  return new Promise((resolve, reject) => {
    // It is looked at and nothing is sent, so a certificate that is not trusted may be looked at too.
    const socket = connect({
      ...options,
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      rejectUnauthorized: false,
    });
    const abort = (): void => void socket.destroy(new Error('it took too long'));
    signal.addEventListener('abort', abort, { once: true });
    socket.once('secureConnect', () => resolve(socket)).once('error', reject);
  });
}

/** Each reason in words (OpenSSL's X509_V_ERR_* as Node names them). */
function refused(code: string, host: string, certificate: Certificate): Outcome {
  const base = { status: 'error', message: `The certificate of ${host} is not accepted: ${code}` } as const;
  const own =
    'NODE_EXTRA_CA_CERTS=/path/to/authority.pem names its authority; set it in the environment that starts Routewright';
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return {
        ...base,
        message: `The certificate of ${host} has expired, on ${new Date(certificate.valid_to).toISOString().slice(0, 10)}`,
        fix: 'Whoever runs the API renews it. Check the clock of this machine too.',
      };
    case 'CERT_NOT_YET_VALID':
      return {
        ...base,
        message: `The certificate of ${host} is not valid yet`,
        fix: 'Check the clock of this machine.',
      };
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return {
        ...base,
        message: `The certificate of ${host} is signed by itself`,
        why: 'Nobody that Node trusts says that it is the right server.',
        fix: `${own}: openssl s_client -connect ${host}:443 -showcerts shows it.`,
      };
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return {
        ...base,
        message: `The certificate of ${host} comes from an authority that Node does not know: ${issuerOf(certificate)}`,
        why: "An authority of one's own, or a proxy that opens TLS connections on the way.",
        fix: `${own}.`,
      };
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return {
        ...base,
        message: `The chain of the certificate of ${host} is not complete: nothing leads from ${issuerOf(certificate)} to an authority that Node knows`,
        why: 'The server does not send its intermediate certificates, which browsers fetch by themselves, or its authority is not public.',
        fix: `Whoever runs the API sends the whole chain (fullchain.pem). Meanwhile ${own}.`,
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        ...base,
        message: `The certificate is not for ${host}, but for ${certificate.subjectaltname ?? String(certificate.subject?.CN)}`,
        fix: 'Set `baseUrl` to one of these names.',
      };
    default:
      return { ...base, fix: `${own}, where that is what is missing.` };
  }
}

function issuerOf({ issuer }: Certificate): string {
  return String(issuer?.O ?? issuer?.CN ?? 'an unnamed authority');
}
