import { childPointer } from '../base/json-pointer.ts';
import { isObject } from '../base/json.ts';

/** The objects of OpenAPI that can hold a reference, in the specification's words. */
type ObjectType =
  | 'Document'
  | 'Components'
  | 'PathItem'
  | 'Operation'
  | 'Parameter'
  | 'RequestBody'
  | 'Response'
  | 'Header'
  | 'MediaType'
  | 'Encoding'
  | 'Schema'
  | 'Callback'
  | 'SecurityScheme'
  | 'Link';

/** An object, or a map of names to such objects. */
export type WalkType = ObjectType | `${ObjectType}Map`;

/** A field holds one object, a list of them, a map of names to them, or either one or a list. */
type Field = readonly [shape: 'one' | 'list' | 'map' | 'oneOrList', type: ObjectType];

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

const parameterFields: Record<string, Field> = {
  schema: ['one', 'Schema'],
  content: ['map', 'MediaType'],
  items: ['one', 'Schema'], // Swagger 2.0
};

const mediaTypeFields: Record<string, Field> = {
  schema: ['one', 'Schema'],
  itemSchema: ['one', 'Schema'], // 3.2
  encoding: ['map', 'Encoding'],
};

/**
 * Which fields of which object hold which objects: the grammar of OpenAPI 2.0 to 3.2 in one table. What it does not
 * name is never entered: examples, defaults, enums, const, extensions, and a schema property that is called `$ref`.
 */
const grammar: Record<ObjectType, Record<string, Field>> = {
  Document: {
    paths: ['map', 'PathItem'],
    webhooks: ['map', 'PathItem'],
    components: ['one', 'Components'],
    parameters: ['map', 'Parameter'],
    responses: ['map', 'Response'],
    definitions: ['map', 'Schema'],
  },
  Components: {
    schemas: ['map', 'Schema'],
    responses: ['map', 'Response'],
    parameters: ['map', 'Parameter'],
    requestBodies: ['map', 'RequestBody'],
    headers: ['map', 'Header'],
    securitySchemes: ['map', 'SecurityScheme'],
    links: ['map', 'Link'],
    callbacks: ['map', 'Callback'],
    pathItems: ['map', 'PathItem'],
    mediaTypes: ['map', 'MediaType'],
  },
  PathItem: {
    ...Object.fromEntries(methods.map((method): [string, Field] => [method, ['one', 'Operation']])),
    parameters: ['list', 'Parameter'],
    additionalOperations: ['map', 'Operation'],
  },
  Operation: {
    parameters: ['list', 'Parameter'],
    requestBody: ['one', 'RequestBody'],
    responses: ['map', 'Response'],
    callbacks: ['map', 'Callback'],
  },
  Parameter: parameterFields,
  Header: parameterFields,
  RequestBody: { content: ['map', 'MediaType'] },
  Response: {
    headers: ['map', 'Header'],
    content: ['map', 'MediaType'],
    links: ['map', 'Link'],
    schema: ['one', 'Schema'],
  },
  MediaType: mediaTypeFields,
  Encoding: { headers: ['map', 'Header'] },
  Callback: {},
  SecurityScheme: {},
  Link: {},
  Schema: {
    properties: ['map', 'Schema'],
    patternProperties: ['map', 'Schema'],
    $defs: ['map', 'Schema'],
    definitions: ['map', 'Schema'],
    dependentSchemas: ['map', 'Schema'],
    items: ['oneOrList', 'Schema'],
    prefixItems: ['list', 'Schema'],
    allOf: ['list', 'Schema'],
    anyOf: ['list', 'Schema'],
    oneOf: ['list', 'Schema'],
    not: ['one', 'Schema'],
    if: ['one', 'Schema'],
    then: ['one', 'Schema'],
    else: ['one', 'Schema'],
    contains: ['one', 'Schema'],
    propertyNames: ['one', 'Schema'],
    additionalProperties: ['one', 'Schema'],
    additionalItems: ['one', 'Schema'],
    unevaluatedProperties: ['one', 'Schema'],
    unevaluatedItems: ['one', 'Schema'],
    contentSchema: ['one', 'Schema'],
  },
};

/** The fields that hold maps, whose keys are names and never fields. */
export const mapFields: ReadonlySet<string> = new Set(
  Object.values(grammar).flatMap((fields) =>
    Object.entries(fields).flatMap(([field, [shape]]) => (shape === 'map' ? [field] : [])),
  ),
);

/** What a walk meets: an object of the grammar, or a map of them, and the pointer to it. */
export type Visit = (value: Record<string, unknown>, type: WalkType, pointer: string) => void;

/** Walks a value by the grammar and shows every object in it, itself first. Cyclic values (YAML anchors) end. */
export function walk(value: unknown, type: WalkType, pointer: string, visit: Visit, seen = new Set<object>()): void {
  if (!isObject(value) || seen.has(value)) return;
  seen.add(value);
  visit(value, type, pointer);
  // Callback objects are maps of expressions to path items, with nothing else in them.
  if (type.endsWith('Map') || type === 'Callback') {
    const below = type === 'Callback' ? 'PathItem' : (type.slice(0, -'Map'.length) as ObjectType);
    for (const [key, item] of Object.entries(value)) {
      // Paths, responses and callbacks may have extensions; a component of such a name is met where it is used.
      if (key.startsWith('x-') && (below === 'PathItem' || below === 'Response')) continue;
      walk(item, below, childPointer(pointer, key), visit, seen);
    }
    return;
  }
  for (const [field, [shape, below]] of Object.entries(grammar[type as ObjectType])) {
    if (!Object.hasOwn(value, field)) continue;
    const member = value[field];
    const place = childPointer(pointer, field);
    if (Array.isArray(member)) {
      if (shape === 'list' || shape === 'oneOrList')
        member.forEach((item, index) => walk(item, below, childPointer(place, index), visit, seen));
    } else if (shape === 'map') walk(member, `${below}Map`, place, visit, seen);
    else if (shape !== 'list') walk(member, below, place, visit, seen);
  }
}
