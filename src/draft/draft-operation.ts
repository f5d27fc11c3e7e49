import { STATUS_CODES } from 'node:http';
import type { JsonObject } from '../base/json.ts';
import { inferContent } from './bodies.ts';
import type { FoldedPath } from './fold-paths.ts';
import { groupBy } from '../base/group-by.ts';
import { nameOperation, tagOf } from './name-operation.ts';
import { inferParameters } from './parameters.ts';
import type { Sample } from './sample.ts';
import { scrub } from './scrub.ts';
import { findSchemes } from './security.ts';
import { toCamelCase, toSentence } from './words.ts';

/**
 * An Operation Object (OpenAPI 3.1.1, 4.8.10) of the samples of one method and path.
 *
 * @param names - operationIds that are taken, in lower case; this one is added
 */
export function draftOperation(
  path: FoldedPath,
  method: string,
  samples: readonly Sample[],
  names: Set<string>,
): JsonObject {
  const written = samples.find(({ summary }) => summary !== undefined);
  const summary = written?.summary === undefined ? undefined : scrub(written.summary).trim();
  const derived = nameOperation(method, path.parts);
  const wanted = (summary !== undefined && /[a-z]/i.test(summary) && toCamelCase(summary).slice(0, 48)) || derived;
  let operationId = wanted;
  for (let count = 2; names.has(operationId.toLowerCase()); count++) operationId = `${wanted}${count}`;
  names.add(operationId.toLowerCase());
  const tag = written?.tag ?? tagOf(path.parts);
  const description = samples.find((sample) => sample.description)?.description;
  // What the API refused shows how not to ask.
  const accepted = samples.filter(({ response }) => response === undefined || response.status < 400);
  const right = accepted.length > 0 ? accepted : samples;
  const parameters = inferParameters(path, right);
  const bodies = right.flatMap(({ body }) => body ?? []);
  const security = [...new Set(samples.map((sample) => JSON.stringify([...findSchemes(sample).keys()])))].map((text) =>
    Object.fromEntries((JSON.parse(text) as string[]).map((name) => [name, []])),
  );
  return {
    operationId,
    summary: summary !== undefined && summary !== '' ? summary : toSentence(derived),
    ...(description === undefined ? {} : { description: scrub(description) }),
    ...(tag === undefined ? {} : { tags: [scrub(tag)] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(bodies.length === 0
      ? {}
      : {
          requestBody: {
            ...(bodies.length === right.length ? { required: true } : {}),
            content: inferContent(bodies),
          },
        }),
    responses: draftResponses(samples),
    ...(security.some((need) => Object.keys(need).length > 0) ? { security } : {}),
  };
}

function draftResponses(samples: readonly Sample[]): JsonObject {
  // 304 is the browser's cache speaking, not the API.
  const answers = samples.flatMap(({ response }) => (response && response.status !== 304 ? [response] : []));
  if (answers.length === 0) return { default: { description: 'No answer was recorded.' } };
  const byStatus = [...groupBy(answers, ({ status }) => String(status))].sort(([one], [other]) =>
    one.localeCompare(other),
  );
  return Object.fromEntries(
    byStatus.map(([status, own]) => {
      const bodies = own.flatMap(({ body }) => body ?? []);
      const description = STATUS_CODES[status] ?? `Status ${status}`;
      return [status, { description, ...(bodies.length === 0 ? {} : { content: inferContent(bodies) }) }];
    }),
  );
}
