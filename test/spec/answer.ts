import { expect } from '@jest/globals';
import { resolve } from '../../src/spec/document.ts';
import { listOperations } from '../../src/spec/operations.ts';
import { describeApi, type Files, load } from './fixture.ts';

/** What the schema of the 200 answer's JSON leads to. */
export async function answerSchema(files: Files): Promise<unknown> {
  const document = await load(files);
  const { operations, diagnostics } = listOperations(document);
  const schema = operations[0]!.responses[0]!.content[0]!.schema!;
  const found = resolve(document, schema, (finding) => expect(finding).toBeUndefined());
  expect(diagnostics).toEqual([]);
  return found.value;
}

/** A document with one operation, whose answer is JSON of this schema. */
export function answering(schema: unknown, rest: object = {}): object {
  return describeApi(
    { '/pets': { get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } } } } },
    rest,
  );
}
