import type { JsonObject } from '../base/json.ts';
import type { FoldedPath } from './fold-paths.ts';
import { look, readTyped, seenNothing, toSchema } from './infer-schema.ts';
import { looksLikeValue } from './looks-like-value.ts';
import type { NameValue, Sample } from './sample.ts';
import { isSecretName } from './security.ts';

/** Headers of the connection, the browser, its caches and its tracing: whoever makes the request writes them. */
const ownHeaders =
  /^(accept|accept-.*|access-control-.*|authorization|baggage|cache-control|connection|content-.*|cookie|date|dnt|expect|expires|forwarded|from|host|if-.*|keep-alive|origin|postman-token|pragma|priority|proxy-.*|range|referer|sec-.*|sentry-trace|te|trace.*|trailer|transfer-encoding|upgrade.*|user-agent|via|x-forwarded-.*|x-real-ip|x-requested-with|x-request-id|x-correlation-id|x-b3-.*|x-datadog-.*|x-newrelic-.*|newrelic|x-client-data)$/i;
/** A number that only keeps caches away. */
const cacheBuster = /^(_|_t|_ts|cb|cachebuster)$/i;

/** So many samples must have a parameter before it is taken to be required. */
const fewestForRequired = 2;

/** Parameter Objects (OpenAPI 3.1.1, 4.8.12) of the samples of one operation: path, query and header. */
export function inferParameters({ parts }: FoldedPath, samples: readonly Sample[]): JsonObject[] {
  return [
    ...parts.flatMap((part) =>
      'literal' in part
        ? []
        : [{ name: part.parameter, in: 'path', required: true, schema: schemaOf(part.values.map(readTyped)) }],
    ),
    ...inferPairs(
      samples,
      'query',
      ({ query }) => query,
      ({ name }) => isFree(name, 'query') && !cacheBuster.test(name),
    ),
    ...inferPairs(
      samples,
      'header',
      ({ headers }) => headers,
      ({ name }) => isFree(name, 'header') && !ownHeaders.test(name),
    ),
  ];
}

/** Neither a secret nor somebody's value where a name should stand. */
function isFree(name: string, place: 'query' | 'header'): boolean {
  return name !== '' && !isSecretName(name, place) && !looksLikeValue(name);
}

function inferPairs(
  samples: readonly Sample[],
  place: 'query' | 'header',
  pairsOf: (sample: Sample) => readonly NameValue[],
  isArgument: (pair: NameValue) => boolean,
): JsonObject[] {
  const found = new Map<string, { name: string; values: unknown[]; samples: number; isList: boolean }>();
  for (const sample of samples) {
    const own = new Map<string, string[]>();
    const names = new Map<string, string>();
    for (const pair of pairsOf(sample).filter(isArgument)) {
      const key = place === 'header' ? pair.name.toLowerCase() : pair.name;
      own.set(key, [...(own.get(key) ?? []), pair.value]);
      names.set(key, pair.name);
    }
    for (const [key, values] of own) {
      const parameter = found.get(key) ?? { name: names.get(key)!, values: [], samples: 0, isList: false };
      parameter.values.push(...values.map(readTyped));
      parameter.samples++;
      parameter.isList ||= values.length > 1;
      found.set(key, parameter);
    }
  }
  return [...found.values()].map(({ name, values, samples: times, isList }) => ({
    name,
    in: place,
    ...(times === samples.length && times >= fewestForRequired ? { required: true } : {}),
    schema: isList ? { type: 'array', items: schemaOf(values) } : schemaOf(values),
  }));
}

/** Values of several kinds, such as numbers among names, are texts. */
function schemaOf(values: readonly unknown[]): JsonObject {
  const seen = seenNothing();
  for (const value of values) if (value !== '') look(seen, value);
  const schema = toSchema(seen);
  return 'anyOf' in schema || schema['type'] === undefined ? { type: 'string' } : schema;
}
