import type { Document, Node } from '../spec/document.ts';
import type { Operation, Response } from '../spec/operation.ts';
import { SchemaAssembler } from './assemble.ts';
import { cleanText, cutText } from './describe.ts';
import { SchemaTranslator } from './schema.ts';
import { writeType } from './type-text.ts';

const shapeLength = 4000;
const schemaLength = 64_000;

/** What an operation answers, in words for a model: the shape of a success, and what its errors mean. */
export function describeResponses(document: Document, { responses }: Operation): string[] {
  const isError = ({ status }: Response): boolean => /^[345]/.test(status);
  const errors = responses.filter(isError).map(({ status, description }) => {
    const words = cutText(cleanText(description).replaceAll('\n', ' '), 120);
    return words === '' ? status : `${status} ${words}`;
  });
  return [
    ...responses.filter((response) => !isError(response)).map((response) => describeResponse(document, response)),
    ...(errors.length === 0 ? [] : [`Errors: ${cutText(errors.join('; '), 600)}`]),
  ];
}

function describeResponse(document: Document, { status, description, content }: Response): string {
  const words = cutText(cleanText(description).replaceAll('\n', ' '), 200);
  const head = `Returns ${status}${words === '' ? '' : `: ${words}`}`;
  const media = content.find(({ type }) => type.includes('json')) ?? content[0];
  if (!media) return head;
  if (!media.schema) return `${head}\n${media.type}`;
  return `${head}\n${media.type} ${answerType(document, media.schema, shapeLength)}`;
}

/** The schema of an answer as a type of TypeScript, in at most so many characters. */
export function answerType(document: Document, node: Node, length: number): string {
  const translator = new SchemaTranslator(document, 'output', () => undefined);
  const { schema, $defs } = new SchemaAssembler(translator, schemaLength).assemble(translator.translate(node));
  return writeType(schema, { $defs, length });
}
