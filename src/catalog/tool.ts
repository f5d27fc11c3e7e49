import type { Diagnostic } from '../base/diagnostic.ts';
import { define, own } from '../base/json.ts';
import { type Document, findingAt, type Report } from '../spec/document.ts';
import type { Operation, Parameter, SecurityScheme } from '../spec/operation.ts';
import { chooseAnswers } from './answer.ts';
import {
  acceptProperty,
  type Argument,
  bodyProperty,
  contentTypeProperty,
  isConnectionHeader,
  layOutArguments,
  allPagesProperty,
  selectProperty,
} from './argument.ts';
import type { SchemaAssembler } from './assemble.ts';
import { type BodyContent, bodyShape, chooseContent } from './body.ts';
import { type AnswerMemory, type AnswerSize, measureAnswer } from './answer-size.ts';
import { findPaging, type Paging } from './paging.ts';
import type { Curation } from './curation.ts';
import { cleanText, cutText, describeOperation, isTelling, type ReturnMemory } from './describe.ts';
import type { InputSchema, JsonSchema } from './json-schema.ts';
import { buildOutputSchema, type OutputContext, type OutputSchema } from './output.ts';
import { type SchemaTranslator, type Shape } from './schema.ts';
import { safeMethods } from './select.ts';

/**
 * An operation as a model sees it, and what is needed to turn a call of it into a request. Its description and input
 * schema are made when they are first read.
 */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** At most 2,048 characters. */
  readonly description: string;
  readonly inputSchema: InputSchema;
  /** The same with what the budget left out of it; made anew each time where that is anything. */
  readonly wholeSchema: InputSchema;
  readonly annotations: ToolAnnotations;
  /** The API it belongs to, by its name in the configuration. */
  readonly api: string;
  readonly operation: Operation;
  readonly arguments: readonly Argument[];
  readonly body: ToolBody | undefined;
  /** Media types that the argument `accept` chooses from, the default first; none where there is no choice. */
  readonly answers: readonly string[];
  /** How it is asked for the next page of a list; nothing where its parameters do not say. */
  readonly paging: Paging | undefined;
  /** What structured content follows, where it is asked for and the document says it. */
  readonly outputSchema: OutputSchema | undefined;
  /** Capabilities that a client must have declared to call it (`x-routewright.requires`). */
  readonly requires: readonly string[];
  /** It is listed even where the others are found by a search. */
  readonly pinned: boolean;
}

/** What a call does to the world (MCP, ToolAnnotations). */
export interface ToolAnnotations {
  readonly title?: string;
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** How the `body` argument is sent. */
interface ToolBody {
  readonly required: boolean;
  /** The media types offered, the default first; with several, the argument `contentType` chooses. */
  readonly contents: readonly BodyContent[];
}

/** What the tools of one API share while they are built. */
export interface ToolContext {
  readonly api: string;
  readonly document: Document;
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  readonly translator: SchemaTranslator;
  readonly assembler: SchemaAssembler;
  /** Leaves nothing out that can be told at all. */
  readonly wholeAssembler: SchemaAssembler;
  /** Schemas of parameters that several operations share. */
  readonly argumentShapes: Map<unknown, ArgumentShape>;
  readonly returns: ReturnMemory;
  /** Makes the schema of an operation; what becomes of it where that fails is not this tool's affair. */
  readonly attempt: (operation: Operation, make: () => MadeSchema) => MadeSchema;
  /** Whether the configuration pins an operation. */
  readonly pins: (operation: Operation) => boolean;
  readonly sizes: AnswerMemory;
  /** How output schemas are made, where all tools have one. */
  readonly output: OutputContext;
  readonly outputSchemas: boolean;
  readonly report: (finding: Diagnostic) => void;
}

/** The input schema of a tool, and what it says of pages. */
export interface MadeSchema {
  readonly schema: InputSchema;
  /** Nothing was left out of it to stay within the budget. */
  readonly isWhole: boolean;
  readonly paging: Paging | undefined;
}

/** The schema of a parameter under the name of its argument. */
interface ArgumentShape extends Shape {
  readonly property: string;
}

/** The tool of an operation under a name that is known to be unique. */
export function buildTool(context: ToolContext, operation: Operation, name: string, curation: Curation): Tool {
  const report: Report = (finding) => context.report({ ...finding, operation: operation.id });
  const contents = operation.requestBody ? chooseContent(context.document, operation.requestBody, report) : [];
  const body =
    operation.requestBody && contents.length > 0 ? { required: operation.requestBody.required, contents } : undefined;
  const credentials = credentialParameters(context, operation);
  const parameters = operation.parameters.filter(
    (parameter) => !isConnectionHeader(parameter) && !credentials.has(wireName(parameter)),
  );
  const answers = chooseAnswers(operation);
  const size = measureAnswer(context.document, operation, context.sizes);
  const isLarge = size !== undefined && size.tokens >= largeAnswer;
  const reserved = [
    ...(body ? [bodyProperty] : []),
    ...(contents.length > 1 ? [contentTypeProperty] : []),
    ...(answers.length > 0 ? [acceptProperty] : []),
    ...(isLarge ? [selectProperty] : []),
    allPagesProperty,
  ];
  const toolArguments = layOutArguments(parameters, reserved);
  const makeSchema = (assembler: SchemaAssembler, tell: Report): MadeSchema => {
    const parts = { arguments: toolArguments, body, answers };
    const { schema, isWhole } = buildInputSchema({ ...context, assembler }, operation, parts, tell);
    const paging = findPaging(toolArguments, schema);
    const isRead = safeMethods.has(operation.method);
    if (paging && mayReadAllPages(paging, size, isRead)) schema.properties[allPagesProperty] = allPagesSchema;
    if (isLarge) schema.properties[selectProperty] = selectSchema;
    return { schema, isWhole, paging };
  };
  const make = (): MadeSchema => (made ??= context.attempt(operation, () => makeSchema(context.assembler, report)));
  // A model that finds its operations by a search sees few of them, so most are never asked for what they make here.
  let [description, made]: [string?, MadeSchema?] = [];
  return {
    name,
    title: titleOf(operation),
    get description() {
      return (description ??= describeOperation(context.document, operation, curation.description, context.returns));
    },
    get inputSchema() {
      return make().schema;
    },
    get wholeSchema() {
      const { schema, isWhole } = make();
      return isWhole ? schema : makeSchema(context.wholeAssembler, () => undefined).schema;
    },
    get paging() {
      return make().paging;
    },
    annotations: { ...annotate(operation), ...curation.annotations },
    api: context.api,
    operation,
    arguments: toolArguments,
    body,
    answers,
    outputSchema:
      (curation.outputSchema ?? context.outputSchemas)
        ? buildOutputSchema(context.output, operation, report)
        : undefined,
    requires: curation.requires,
    pinned: curation.pinned || context.pins(operation),
  };
}

/** Tokens of an answer from which on a model is offered to ask for a part of it. */
const largeAnswer = 2000;
const selectSchema = { type: 'string', description: 'JMESPath: return only this, e.g. items[].id' };
const allPagesSchema = { type: 'boolean', description: 'Read all pages at once.' };

/**
 * Whether all pages may be read in one call: of what only reads, where the answer has a list as far as is known; of the
 * rest where the answer itself says how to go on, as searches by POST do.
 */
function mayReadAllPages({ cursor }: Paging, size: AnswerSize | undefined, isRead: boolean): boolean {
  const hasList = size === undefined || size.list <= 3;
  if (isRead) return hasList;
  return hasList && cursor !== undefined && size !== undefined && size.next <= 2;
}

function titleOf(operation: Operation): string {
  const summary = cleanText(operation.summary).replaceAll('\n', ' ').replace(/\.$/, '');
  return cutText(summary === '' ? operation.id : summary, 100);
}

function annotate({ method }: Operation): ToolAnnotations {
  const readOnly = safeMethods.has(method);
  return {
    readOnlyHint: readOnly,
    destructiveHint: method === 'DELETE',
    idempotentHint: readOnly || method === 'PUT' || method === 'DELETE',
    openWorldHint: true,
  };
}

/** Parameters that the operation's security schemes fill: a credential is never a model's argument. */
function credentialParameters({ securitySchemes }: ToolContext, operation: Operation): Set<string> {
  const names = new Set<string>();
  for (const { schemes } of operation.security) {
    for (const { name } of schemes) {
      const scheme = securitySchemes.get(name);
      if (scheme?.type === 'apiKey')
        names.add(wireName({ in: scheme.in ?? 'header', name: scheme.parameterName ?? name }));
    }
  }
  return names;
}

function wireName({ in: location, name }: Pick<Parameter, 'in' | 'name'>): string {
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`;
}

function buildInputSchema(
  context: ToolContext,
  operation: Operation,
  { arguments: toolArguments, body, answers }: Pick<Tool, 'arguments' | 'body' | 'answers'>,
  report: Report,
): Omit<MadeSchema, 'paging'> {
  const { translator, assembler } = context;
  const properties: Record<string, JsonSchema> = {};
  const refs: string[] = [];
  for (const argument of toolArguments) {
    const shape = argumentShape(context, argument);
    refs.push(...shape.refs);
    define(properties, argument.property, shape.schema);
  }
  if (body) {
    const shape = bodyShape(translator, body.contents);
    refs.push(...shape.refs);
    const description = cleanText(operation.requestBody?.description);
    properties[bodyProperty] =
      description === '' || shape.schema['description'] !== undefined ? shape.schema : { ...shape.schema, description };
    if (body.contents.length > 1) {
      const types = body.contents.map(({ contentType }) => contentType);
      properties[contentTypeProperty] = choiceOf(types, 'Media type to send the body in.');
    }
  }
  if (answers.length > 0) properties[acceptProperty] = choiceOf(answers, 'Media type to get the answer in.');
  const required = [
    ...toolArguments.filter(({ parameter }) => parameter.required).map(({ property }) => property),
    ...(body?.required === true ? [bodyProperty] : []),
  ];
  const { schema, $defs, leftOut } = assembler.assemble({ schema: { type: 'object', properties }, refs });
  if (leftOut.length > 0) {
    report(
      findingAt(operation.node, {
        code: 'SCHEMA_PRUNED',
        severity: 'info',
        message: `The input schema is too large; left open: ${leftOut.slice(0, 5).join(', ')}${leftOut.length > 5 ? ` and ${leftOut.length - 5} more` : ''}.`,
        fix: 'Raise `limits.toolBytes` to see all of it.',
      }),
    );
  }
  const input: InputSchema = {
    type: 'object',
    properties: schema['properties'] as Record<string, JsonSchema>,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
    ...(Object.keys($defs).length > 0 ? { $defs } : {}),
  };
  return { schema: input, isWhole: leftOut.length === 0 };
}

function choiceOf(types: readonly string[], description: string): JsonSchema {
  return { type: 'string', enum: types, default: types[0], description };
}

function argumentShape({ translator, argumentShapes }: ToolContext, { property, parameter }: Argument): ArgumentShape {
  const key = parameter.node.value;
  const known = argumentShapes.get(key);
  if (known?.property === property) return known;
  const { schema, refs } = translator.translate(parameter.schema);
  const shape = { property, schema: describeParameter(property, parameter, schema), refs };
  // A parameter that only the path names has no node of its own.
  if (own(key, 'name') === parameter.name) argumentShapes.set(key, shape);
  return shape;
}

/** The schema of a parameter with its own description, its wire name where that differs, and its deprecation. */
function describeParameter(property: string, parameter: Parameter, schema: JsonSchema): JsonSchema {
  const declared = cleanText(parameter.description);
  const words = [
    declared === '' ? (schema['description'] as string | undefined) : declared,
    property === parameter.name ? undefined : `(${parameter.in} parameter \`${parameter.name}\`)`,
  ];
  const description = words.filter((word) => word !== undefined).join(' ');
  const example = own(parameter.node.value, 'example');
  return {
    ...schema,
    ...(description === '' ? {} : { description }),
    ...(parameter.deprecated ? { deprecated: true } : {}),
    ...(isTelling(example, schema) && schema['examples'] === undefined ? { examples: [example] } : {}),
  };
}
