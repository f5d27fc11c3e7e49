import { RoutewrightError } from '../base/errors.ts';
import { define, type JsonObject } from '../base/json.ts';
import { chooseSamples, type Chosen } from './choose-samples.ts';
import { draftOperation } from './draft-operation.ts';
import { foldPaths } from './fold-paths.ts';
import { groupBy } from '../base/group-by.ts';
import { tellOperation, tellPath, tellSchemes } from './guesses.ts';
import { isHar, readHar } from './read-har.ts';
import { isPostman, readPostman } from './read-postman.ts';
import type { Recording, Sample } from './sample.ts';
import { scrub } from './scrub.ts';
import { findSchemes } from './security.ts';

/** A first document of an API, and what there is to look at before it is used. */
export interface Draft {
  /** OpenAPI 3.1. */
  readonly document: JsonObject;
  readonly operations: number;
  readonly samples: number;
  readonly leftOut: Chosen['leftOut'];
  readonly guesses: readonly string[];
}

/**
 * Drafts an OpenAPI document from what was recorded of an API: HTTP Archives and Postman collections. Names are copied,
 * values never are.
 *
 * @param host - the API's, where the recording has calls of several. Default: the one with most calls
 * @throws {RoutewrightError} DRAFT_UNKNOWN, DRAFT_EMPTY
 */
export function draftDocument(
  files: readonly { readonly name: string; readonly value: unknown }[],
  host?: string,
): Draft {
  const recordings = files.map(({ name, value }) => readRecording(name, value));
  const { origin, samples, leftOut } = chooseSamples(
    recordings.flatMap((recording) => recording.samples),
    host,
  );
  if (samples.length === 0) {
    const found = Object.entries(leftOut).map(([what, count]) => `${count} ${what}`);
    throw new RoutewrightError(
      'DRAFT_EMPTY',
      `There are no calls of an API${host === undefined ? '' : ` at ${host}`} in ${files.map(({ name }) => name).join(', ')}${found.length === 0 ? '' : `, only ${found.join(', ')}`}`,
      {
        hint: 'Record again with the network tab open before the page is loaded, or name the host: --host api.example.com.',
      },
    );
  }
  const guesses: string[] = [];
  const { base, paths } = splitBase(samples);
  const folded = foldPaths(paths);
  const schemes = new Map<string, JsonObject>();
  const names = new Set<string>();
  const operations = folded.flatMap((path) =>
    [...groupBy(path.samples, ({ method }) => method)].map(([method, own]) => {
      for (const sample of own)
        for (const [name, scheme] of findSchemes(sample)) schemes.set(name, { ...schemes.get(name), ...scheme });
      return { path, method, operation: draftOperation(path, method, own, names) };
    }),
  );
  const documentPaths: Record<string, Record<string, unknown>> = {};
  for (const { path, method, operation } of operations) {
    const item = documentPaths[path.template] ?? {};
    define(item, method.toLowerCase(), operation);
    define(documentPaths, path.template, item);
  }
  const title = recordings.find((recording) => recording.title !== undefined)?.title;
  const url = `${origin}${base}` || '/';
  if (origin === '')
    guesses.push('servers: the host is a variable that nobody has set; write it into `servers`, or pass --base-url');
  guesses.push(
    ...folded.flatMap(tellPath),
    ...operations.flatMap(({ path, method, operation }) => tellOperation(path, method, operation)),
    ...tellSchemes(schemes),
  );
  return {
    document: {
      openapi: '3.1.1',
      info: {
        title:
          title === undefined ? `API of ${origin === '' ? 'an unknown host' : new URL(origin).host}` : scrub(title),
        version: '0.1.0',
        description: `Drafted from ${samples.length} recorded requests. Review it before use: what was not recorded is not in it.`,
      },
      servers: [{ url }],
      paths: documentPaths,
      ...(schemes.size === 0 ? {} : { components: { securitySchemes: Object.fromEntries(schemes) } }),
    },
    operations: operations.length,
    samples: samples.length,
    leftOut,
    guesses,
  };
}

function readRecording(name: string, value: unknown): Recording {
  if (isHar(value)) return readHar(value);
  if (isPostman(value)) return readPostman(value);
  throw new RoutewrightError('DRAFT_UNKNOWN', `${name} is neither an HTTP Archive nor a Postman collection`, {
    hint: 'Save one in the network tab of a browser (Export HAR), or export a collection from Postman (v2.1).',
  });
}

/** What all paths begin with and what names no thing of the API (`/api/v1`) belongs to the server. */
function splitBase(samples: readonly Sample[]): { readonly base: string; readonly paths: readonly Sample[] } {
  const first = samples[0]!.path;
  let length = 0;
  for (const segment of first) {
    if (!('text' in segment) || !/^(api|rest|services?|v\d+([._]\d+)*)$/i.test(segment.text)) break;
    const isShared = samples.every(({ path }) => {
      const other = path[length];
      return path.length > length + 1 && other !== undefined && 'text' in other && other.text === segment.text;
    });
    if (!isShared) break;
    length++;
  }
  const base = first.slice(0, length).map((segment) => ('text' in segment ? `/${segment.text}` : ''));
  return { base: base.join(''), paths: samples.map((sample) => ({ ...sample, path: sample.path.slice(length) })) };
}
