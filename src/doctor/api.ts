import { own } from '../base/json.ts';
import { effectOf } from '../catalog/effect.ts';
import { errorMeta, type ToolResult } from '../catalog/tool-result.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Gateway } from '../gateway.ts';
import { baseUrlOf } from '../upstream/api.ts';
import { type Examination, ok, type Outcome, skipped } from './examination.ts';
import { examineTls } from './tls.ts';

export interface ApiOptions {
  readonly name: string;
  /** The document as it is configured. */
  readonly spec: string;
  /** Opens a gateway of this API alone; each time the same one. */
  readonly open: () => Promise<Gateway>;
  /** Schemes with a credential, by the configuration. */
  readonly schemes: readonly string[];
  /** Whether anything may be asked over the network. */
  readonly network: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** One API: its document, where it is, and what is presented to it. */
export function examineApi(options: ApiOptions): Examination[] {
  const { name, open, schemes, network } = options;
  const group = `API ${name}`;
  const examination = (
    what: string,
    examine: (gateway: Gateway, signal: AbortSignal) => Promise<Outcome>,
  ): Examination => ({
    group,
    name: what,
    examine: async (signal) => {
      let gateway: Gateway;
      try {
        gateway = await open();
      } catch (error) {
        if (what === 'document') throw error;
        return skipped('the document has to be read first');
      }
      return examine(gateway, signal);
    },
  });
  return [
    examination('document', (gateway) => Promise.resolve(judgeDocument(gateway, options))),
    ...(network
      ? [
          examination('server', examineServer),
          examination('certificate', (gateway, signal) => examineCertificate(gateway, signal)),
          examination('clock', (gateway, signal) => examineClock(gateway, signal, options)),
        ]
      : []),
    ...schemes.map((scheme) =>
      examination(`credential ${scheme}`, (gateway, signal) => examineCredential(gateway, scheme, signal, options)),
    ),
    examination('other schemes', (gateway) => Promise.resolve(judgeUnconfigured(gateway))),
  ];
}

function judgeDocument({ apis, tools, diagnostics }: Gateway, { spec }: ApiOptions): Outcome {
  const [api] = apis;
  const { document, leftOut } = api!.catalog;
  const count = `OpenAPI ${document.version}, ${tools.length + leftOut.length} operations, ${tools.length} tools`;
  if (tools.length === 0)
    return {
      status: 'error',
      message: `${spec} gives no tools (${count})`,
      fix:
        leftOut.length > 0
          ? 'Check include, exclude and readOnly.'
          : 'Check that `paths` is present and holds methods.',
    };
  const broken = diagnostics.filter(({ severity }) => severity === 'error');
  if (broken.length === 0) return ok(count);
  return {
    status: 'warning',
    message: `${count}; ${broken.length} faults cost a tool or a part of it: ${broken[0]!.message}`,
    fix: `routewright tools ${spec}`,
  };
}

/** Where the tools go; nothing where the document does not say. */
function serverOf({ apis, tools }: Gateway): URL | undefined {
  for (const tool of tools) {
    try {
      return new URL(baseUrlOf(apis[0]!, tool));
    } catch {
      // another tool may have a server of its own
    }
  }
  return undefined;
}

/** Any answer in HTTP will do: it is reached. */
async function examineServer(gateway: Gateway, signal: AbortSignal): Promise<Outcome> {
  const url = serverOf(gateway);
  if (!url)
    return {
      status: 'error',
      message: 'The document names no absolute server, so it is not known where the API is',
      fix: 'Pass --base-url, or set `baseUrl` in the configuration.',
    };
  const { status, duration } = await ask(gateway, url, signal);
  return ok(`${url.origin} answers (HTTP ${status}, ${Math.round(duration)} ms)`);
}

async function ask(
  gateway: Gateway,
  url: URL,
  signal: AbortSignal,
): ReturnType<Gateway['apis'][number]['client']['send']> {
  const headers = { 'user-agent': 'routewright', accept: '*/*' };
  const request = { method: 'GET', url: url.href, headers, body: undefined, credentialHeaders: [] };
  return gateway.apis[0]!.client.send(request, { signal, maxBytes: 10_000_000 });
}

async function examineCertificate(gateway: Gateway, signal: AbortSignal): Promise<Outcome> {
  const url = serverOf(gateway);
  if (url?.protocol === 'https:') return examineTls(url, { signal });
  if (!url) return skipped('it is not known where the API is');
  const isHere = /^(localhost|127\..*|\[::1\])$/.test(url.hostname);
  if (isHere) return skipped('plain HTTP, on this machine');
  return {
    status: 'warning',
    message: `${url.origin} is reached by plain HTTP`,
    why: 'Whoever is on the way can read the credentials and change the answers.',
    fix: 'Set `baseUrl` to https://, where the API has it.',
  };
}

/** Seconds of difference that tokens and signatures still bear, and that they usually do not. */
const [fine, fatal] = [30, 240];

async function examineClock(gateway: Gateway, signal: AbortSignal, { now }: ApiOptions): Promise<Outcome> {
  const url = serverOf(gateway);
  if (!url) return skipped('it is not known where the API is');
  const response = await ask(gateway, url, signal).catch(() => undefined);
  const theirs = Date.parse(response?.headers['date'] ?? '');
  if (Number.isNaN(theirs)) return skipped('the API does not say what time it is');
  const skew = Math.round(Math.abs(now() - theirs) / 1_000);
  if (skew <= fine) return ok('agrees with that of the API');
  return {
    status: skew >= fatal ? 'error' : 'warning',
    message: `The clock of this machine and that of ${url.host} differ by ${skew} s`,
    why: 'Signatures and tokens carry the time; most servers refuse them beyond five minutes.',
    fix:
      { linux: 'timedatectl set-ntp true', darwin: 'sudo sntp -sS time.apple.com', win32: 'w32tm /resync' }[
        process.platform as string
      ] ?? 'Set the clock.',
  };
}

/** Present, and accepted by a read that does no harm. */
async function examineCredential(
  gateway: Gateway,
  scheme: string,
  signal: AbortSignal,
  { network, name }: ApiOptions,
): Promise<Outcome> {
  const [api] = gateway.apis;
  const found = gateway.found.find(
    ({ code, message }) => ['SECRET_MISSING', 'CREDENTIAL_UNKNOWN'].includes(code) && message.includes(scheme),
  );
  if (found)
    return {
      status: found.code === 'SECRET_MISSING' ? 'error' : 'warning',
      message: found.message,
      ...(found.fix ? { fix: found.fix } : found.code === 'SECRET_MISSING' ? { fix: howToSet(found.message) } : {}),
    };
  const missing = api!.credentials.find(scheme)?.findMissing();
  if (missing !== undefined) return { status: 'error', message: `It is missing: ${missing}`, fix: howToSet(missing) };
  const probe = findProbe(gateway.tools, scheme, api!.credentials.always.includes(scheme));
  if (!network || !probe) {
    const why = network ? 'no read without arguments asks for it' : 'not tried, since --no-network';
    const prepared = probe && !network ? await gateway.prepare(probe, {}) : undefined;
    return prepared && 'failure' in prepared
      ? judgeAnswer(prepared.failure, probe!, scheme, name)
      : ok(`present; ${why}`);
  }
  return judgeAnswer(await gateway.call(probe, {}, { signal }), probe, scheme, name);
}

function howToSet(missing: string): string {
  const [, variable] = /\$?([A-Z][A-Z0-9_]+) is not set/.exec(missing) ?? /env:([A-Za-z_]\w*)/.exec(missing) ?? [];
  return variable === undefined ? 'Put the secret where the configuration looks for it.' : `export ${variable}=…`;
}

/** A read that presents the credential and needs no argument; the shortest path is the least special. */
function findProbe(tools: readonly Tool[], scheme: string, isAlways: boolean): Tool | undefined {
  return tools
    .filter(
      (tool) =>
        effectOf(tool) === 'read' &&
        tool.operation.method === 'GET' &&
        !tool.arguments.some(({ parameter }) => parameter.required) &&
        tool.body?.required !== true &&
        (isAlways || tool.operation.security[0]?.schemes.some(({ name }) => name === scheme) === true),
    )
    .sort((one, other) => one.operation.path.length - other.operation.path.length)[0];
}

function judgeAnswer(result: ToolResult, tool: Tool, scheme: string, api: string): Outcome {
  const tried = `${tool.operation.method} ${tool.operation.path}`;
  const status = own(result._meta?.['routewright/http'], 'status');
  const code = own(result._meta?.[errorMeta], 'code');
  const [first] = result.content;
  const words = first?.type === 'text' ? first.text.split('\n', 1)[0]! : '';
  if (status === 401 || status === 403)
    return {
      status: 'error',
      message: `The API refuses ${scheme}: ${words}`,
      why: `${tried} was tried with it. ${status === 401 ? 'The secret is wrong, has expired, or is of another environment.' : 'It is known, but may not do this.'}`,
      fix: `Check the secret, and that it belongs to this base URL; routewright explain … ${tool.name} --send shows the exchange.`,
    };
  if (code === 'AUTHORIZATION_NEEDED')
    return { status: 'error', message: words, fix: `routewright login <config> ${api} ${scheme}` };
  if (typeof status === 'number' && status < 400) return ok(`accepted (${tried}, HTTP ${status})`);
  if (typeof status === 'number')
    return {
      status: status >= 500 ? 'warning' : 'ok',
      message: `not refused, but ${tried} answers HTTP ${status}`,
      ...(status >= 500 ? { fix: "See the API's log." } : {}),
    };
  return { status: 'error', message: words, fix: `routewright explain … ${tool.name} --send` };
}

/** What the document asks for and nobody has configured. */
function judgeUnconfigured({ found }: Gateway): Outcome {
  const missing = found.filter(({ code }) => code === 'CREDENTIAL_MISSING' || code === 'SECURITY_SCHEME_UNKNOWN');
  const plain = found.filter(({ code }) => code === 'SECRET_PLAIN');
  const [first] = [...missing, ...plain];
  if (!first) return ok('each scheme that tools ask for has a credential');
  return {
    status: 'warning',
    message: [...missing, ...plain].map(({ message }) => message).join(' '),
    ...(first.fix ? { fix: first.fix } : {}),
  };
}
