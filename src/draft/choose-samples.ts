import { groupBy } from '../base/group-by.ts';
import { headerOf, type Sample } from './sample.ts';

/** What a page is made of, and not what an API answers. */
const assets =
  /^(text\/(html|css|javascript)|application\/(x-)?javascript|application\/(wasm|manifest\+json)|font\/|image\/|audio\/|video\/)/;

/** Samples of one API, and how many others there were, by what they are. */
export interface Chosen {
  readonly origin: string;
  readonly samples: readonly Sample[];
  readonly leftOut: Readonly<Record<string, number>>;
}

/**
 * The calls of the API among all that was recorded: no pages and their parts, no preflights, one origin. Without a host
 * that is named it is the one with most calls.
 */
export function chooseSamples(samples: readonly Sample[], host: string | undefined): Chosen {
  const leftOut: Record<string, number> = {};
  const leave = (reason: string): void => void (leftOut[reason] = (leftOut[reason] ?? 0) + 1);
  const calls = samples.filter((sample) => {
    const reason = whyNoCall(sample);
    if (reason !== undefined) leave(reason);
    return reason === undefined;
  });
  const byOrigin = groupBy(calls, ({ origin }) => origin);
  const origins = [...byOrigin.entries()].sort(([, some], [, others]) => others.length - some.length);
  const isWanted = (origin: string): boolean =>
    host !== undefined &&
    URL.canParse(origin) &&
    [new URL(origin).host, new URL(origin).hostname, origin].includes(host);
  const [origin = '', chosen = []] = (host === undefined ? origins[0] : origins.find(([name]) => isWanted(name))) ?? [];
  for (const [other, { length }] of origins) if (other !== origin) leftOut[`calls of ${other || 'no host'}`] = length;
  return { origin, samples: chosen, leftOut };
}

function whyNoCall({ method, response, resourceType, headers }: Sample): string | undefined {
  if (!/^(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|TRACE|QUERY)$/.test(method)) return `requests by ${method}`;
  if (method === 'OPTIONS' && headerOf(headers, 'access-control-request-method') !== undefined) return 'preflights';
  if (response?.status === 101) return 'web sockets';
  const isJson = /json/.test(response?.body?.mediaType ?? '');
  if (resourceType !== undefined && !/^(xhr|fetch|other|eventsource)$/.test(resourceType) && !isJson)
    return 'pages and their parts';
  const isAsked = resourceType === 'xhr' || resourceType === 'fetch';
  if (method === 'GET' && !isAsked && assets.test(response?.body?.mediaType ?? '')) return 'pages and their parts';
  return undefined;
}
