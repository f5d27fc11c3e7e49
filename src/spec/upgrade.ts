import { define, own, text } from '../base/json.ts';
import { child, type Document, type Node, rootNode, withValue } from './document.ts';
import { normalizeType } from './media-type.ts';
import type {
  Encoding,
  MediaType,
  Parameter,
  ParameterLocation,
  ParameterStyle,
  RequestBody,
  Server,
} from './operation.ts';
import type { RawParameter } from './parameter.ts';

/** Swagger 2.0 in the words of OpenAPI 3, part by part and only where it is asked for. */

const schemaKeys = [
  'type',
  'format',
  'items',
  'default',
  'enum',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'multipleOf',
  'x-nullable',
  'x-example',
  'example',
];

/** The schema and serialization of a parameter that is not in the body (Swagger 2.0, Parameter Object). */
export function upgradeParameter(
  node: Node,
  location: ParameterLocation,
): Pick<Parameter, 'schema' | 'style' | 'explode' | 'itemStyles'> {
  return {
    schema: inlineSchema(node),
    ...collectionStyle(text(own(node.value, 'collectionFormat')), location),
    itemStyles: itemStyles(node.value),
  };
}

/** How the lists within a list are written: `collectionFormat` of its `items`, and of theirs (Swagger 2.0, Items Object). */
function itemStyles(list: unknown): ParameterStyle[] {
  const styles: ParameterStyle[] = [];
  for (let items = own(list, 'items'); own(items, 'type') === 'array'; items = own(items, 'items'))
    styles.push(collectionStyle(text(own(items, 'collectionFormat')), 'path').style);
  return styles;
}

/** `collectionFormat` as style and explode; csv is its default. */
function collectionStyle(
  format: string | undefined,
  location: ParameterLocation,
): { style: ParameterStyle; explode: boolean } {
  const plain = location === 'query' || location === 'cookie' ? 'form' : 'simple';
  switch (format) {
    case 'multi':
      return { style: plain, explode: location === 'query' };
    case 'ssv':
      return { style: 'spaceDelimited', explode: false };
    case 'pipes':
      return { style: 'pipeDelimited', explode: false };
    case 'tsv':
      return { style: 'tabDelimited', explode: false };
    default:
      return { style: plain, explode: false };
  }
}

/** A Swagger 2.0 parameter holds the keywords of its schema itself. A `schema`, which it must not have, is honoured. */
function inlineSchema(node: Node): Node {
  if (own(node.value, 'schema') !== undefined) return child(node, 'schema');
  const schema: Record<string, unknown> = {};
  for (const key of schemaKeys) {
    const value = own(node.value, key);
    if (value !== undefined) define(schema, key, value);
  }
  return withValue(node, schema);
}

/**
 * The body that `in: body` or `in: formData` parameters make, with the media types that the operation, or else the
 * document, consumes (Swagger 2.0, Operation Object).
 */
export function upgradeBody(
  document: Document,
  operation: Node,
  parameters: readonly RawParameter[],
): RequestBody | undefined {
  const consumes = mediaTypes(document, operation, 'consumes');
  const body = parameters.find((parameter) => parameter.in === 'body');
  if (body) {
    const schema = own(body.node.value, 'schema') === undefined ? undefined : child(body.node, 'schema');
    const types = consumes.filter((type) => !isForm(type));
    return {
      required: own(body.node.value, 'required') === true,
      description: text(own(body.node.value, 'description')),
      content: (types.length > 0 ? types : ['application/json']).map((type): MediaType => ({
        type,
        schema,
        encoding: {},
      })),
      node: body.node,
    };
  }
  const fields = parameters.filter((parameter) => parameter.in === 'formData');
  if (fields.length === 0) return undefined;
  const hasFile = fields.some((field) => own(field.node.value, 'type') === 'file');
  const forms = consumes.filter(isForm).filter((type) => !hasFile || type.startsWith('multipart/'));
  const types = forms.length > 0 ? forms : [hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded'];
  return {
    ...formBody(operation, fields),
    content: types.map((type) => ({ type, schema: formSchema(operation, fields), encoding: formEncoding(fields) })),
  };
}

function formBody(operation: Node, fields: readonly RawParameter[]): Omit<RequestBody, 'content'> {
  return {
    required: fields.some((field) => own(field.node.value, 'required') === true),
    description: undefined,
    node: child(operation, 'parameters'),
  };
}

function formSchema(operation: Node, fields: readonly RawParameter[]): Node {
  const properties: Record<string, unknown> = {};
  for (const field of fields) {
    const description = text(own(field.node.value, 'description'));
    const schema = {
      ...(inlineSchema(field.node).value as object),
      ...(description === undefined ? {} : { description }),
    };
    define(
      properties,
      field.name,
      own(field.node.value, 'type') === 'file' ? { ...schema, type: 'string', format: 'binary' } : schema,
    );
  }
  const required = fields.filter((field) => own(field.node.value, 'required') === true).map((field) => field.name);
  const schema = { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
  return withValue(child(operation, 'parameters'), schema);
}

function formEncoding(fields: readonly RawParameter[]): Record<string, Encoding> {
  const encoding: Record<string, Encoding> = {};
  for (const field of fields) {
    if (own(field.node.value, 'type') !== 'array') continue;
    const { style, explode } = collectionStyle(text(own(field.node.value, 'collectionFormat')), 'query');
    define(encoding, field.name, {
      contentType: undefined,
      style,
      explode,
      allowReserved: undefined,
      perItem: false,
      headers: {},
      encoding: {},
      itemStyles: itemStyles(field.node.value),
    } satisfies Encoding);
  }
  return encoding;
}

function isForm(type: string): boolean {
  return type.startsWith('multipart/') || type.startsWith('application/x-www-form-urlencoded');
}

/** `consumes` or `produces`: the operation's replace the document's (Swagger 2.0, Operation Object). */
function mediaTypes(document: Document, operation: Node, field: 'consumes' | 'produces'): string[] {
  const declared = own(operation.value, field);
  const list = Array.isArray(declared) ? declared : own(document.root, field);
  return Array.isArray(list) ? list.filter((type) => typeof type === 'string').map(normalizeType) : [];
}

/** The content of a Swagger 2.0 response: its schema in every media type that is produced. */
export function upgradeResponseContent(document: Document, operation: Node, response: Node): MediaType[] {
  if (own(response.value, 'schema') === undefined) return [];
  const schema = child(response, 'schema');
  const file = own(schema.value, 'type') === 'file';
  const produces = mediaTypes(document, operation, 'produces');
  const types = produces.length > 0 ? produces : [file ? 'application/octet-stream' : 'application/json'];
  return types.map((type) => ({
    type,
    schema: file ? withValue(schema, { type: 'string', format: 'binary' }) : schema,
    encoding: {},
  }));
}

/** `schemes`, `host` and `basePath` as servers, https first; what is missing is taken from the document's own URL. */
export function upgradeServers(document: Document, operation: Node): Server[] {
  const root = rootNode(document).value;
  const base = URL.canParse(document.uri) && /^https?:/.test(document.uri) ? new URL(document.uri) : undefined;
  // A scheme in `host`, which it must not have, would come twice; a `basePath` must begin with a slash.
  const host = text(own(root, 'host'))?.replace(/^([a-z]+:)?\/\/|\/+$/gi, '') ?? base?.host;
  const path = (text(own(root, 'basePath')) ?? '').replace(/^(?=[^/])/, '/').replace(/\/+$/, '');
  if (host === undefined) return [{ url: path === '' ? '/' : path, description: undefined }];
  const declared = Array.isArray(own(operation.value, 'schemes'))
    ? own(operation.value, 'schemes')
    : own(root, 'schemes');
  const http = (Array.isArray(declared) ? declared : [])
    .filter((scheme) => scheme === 'https' || scheme === 'http')
    .sort()
    .reverse() as string[];
  const schemes = http.length > 0 ? http : [base?.protocol.slice(0, -1) ?? 'https'];
  return schemes.map((scheme) => ({ url: `${scheme}://${host}${path}`, description: undefined }));
}
