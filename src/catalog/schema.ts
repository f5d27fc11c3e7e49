import { define, isObject, own } from '../base/json.ts';
import { child, type Document, findingAt, follow, type Node, referenceOf, type Report } from '../spec/document.ts';
import type { JsonSchema } from './json-schema.ts';
import { mendPattern } from './pattern.ts';

/** `input` leaves out what the API only returns (readOnly), `output` what it only takes (writeOnly). */
export type Direction = 'input' | 'output';

/** A translated schema whose `$ref`s hold the absolute addresses of their targets, and these addresses. */
export interface Shape {
  readonly schema: JsonSchema;
  readonly refs: readonly string[];
}

const numbers = new Set(['multipleOf', 'maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum']);
const counts = new Set([
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'maxProperties',
  'minProperties',
  'minContains',
  'maxContains',
]);
const texts = new Set(['description', 'format', 'contentEncoding', 'contentMediaType']);
const subschemas = new Set([
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
]);
const schemaLists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const types = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

/**
 * Translates the schemas of one document, OpenAPI 2.0, 3.0 or 3.1+, into JSON Schema 2020-12. Each referenced schema is
 * translated once, however many tools use it; what a tool's schema is made of in the end is `assembleSchema`'s affair.
 */
export class SchemaTranslator {
  readonly #document: Document;
  readonly #direction: Direction;
  readonly #report: Report;
  readonly #targets = new Map<string, Node>();
  readonly #shapes = new Map<string, Shape>();

  constructor(document: Document, direction: Direction, report: Report) {
    this.#document = document;
    this.#direction = direction;
    this.#report = report;
  }

  /** The shape of a schema at a node; a node without a value is a schema that accepts anything. */
  translate(node: Node): Shape {
    const refs: string[] = [];
    return { schema: this.#schema(node, refs), refs };
  }

  /** The shape of the schema at an address that a shape's `$ref` holds. */
  shapeAt(address: string): Shape {
    let shape = this.#shapes.get(address);
    if (!shape) this.#shapes.set(address, (shape = this.translate(this.#targets.get(address)!)));
    return shape;
  }

  #schema(node: Node, refs: string[]): JsonSchema {
    const { value } = node;
    if (value === undefined || value === true) return {};
    if (value === false) return { not: {} };
    if (!isObject(value)) {
      this.#report(
        findingAt(node, {
          code: 'SCHEMA_INVALID',
          severity: 'warning',
          message: 'A schema is no object; any value is accepted.',
          fix: 'Write an object.',
        }),
      );
      return {};
    }
    const reference = referenceOf(value) ?? dynamicReference(value);
    const schema = this.#keywords(node, value, refs);
    if (reference === undefined) return schema;
    const target = follow(this.#document, reference, node, this.#report);
    if (target.value === undefined) return schema;
    const address = `${target.uri}#${target.pointer}`;
    this.#targets.set(address, target);
    refs.push(address);
    const { type, ...siblings } = schema;
    // `type: object` beside a reference says nothing that the target does not say.
    const kept = type === undefined || type === 'object' ? siblings : schema;
    return isNullable(value) ? { ...kept, anyOf: [{ $ref: address }, { type: 'null' }] } : { $ref: address, ...kept };
  }

  #keywords(node: Node, value: Readonly<Record<string, unknown>>, refs: string[]): JsonSchema {
    const schema: JsonSchema = {};
    for (const keyword of Object.keys(value)) {
      const member = value[keyword];
      if (numbers.has(keyword)) this.#number(schema, keyword, member, value);
      else if (counts.has(keyword)) {
        const count = Number(member);
        if (Number.isInteger(count) && count >= 0) schema[keyword] = count;
      } else if (texts.has(keyword)) {
        if (typeof member === 'string' && member !== '') schema[keyword] = member;
      } else if (subschemas.has(keyword)) schema[keyword] = this.#schema(child(node, keyword), refs);
      else if (schemaLists.has(keyword)) {
        if (Array.isArray(member) && member.length > 0)
          schema[keyword] = member.map((_, index) => this.#schema(child(node, keyword, index), refs));
      } else this.#other(schema, node, keyword, member, refs);
    }
    return tidy(schema, value);
  }

  #other(schema: JsonSchema, node: Node, keyword: string, member: unknown, refs: string[]): void {
    switch (keyword) {
      case 'type': {
        const list = (Array.isArray(member) ? member : [member]).map(
          (type) => (type === 'file' ? 'string' : type) as unknown,
        );
        const legal = list.filter((type) => types.has(type as string));
        if (legal.length < list.length) {
          this.#report(
            findingAt(node, {
              code: 'SCHEMA_INVALID',
              severity: 'warning',
              message: `Type ${JSON.stringify(member)} is no JSON type; it is ignored.`,
              fix: 'Use string, number, integer, boolean, object, array or null.',
            }),
          );
        }
        if (legal.length === list.length && legal.length > 0)
          schema['type'] = Array.isArray(member) && legal.length > 1 ? [...new Set(legal)] : legal[0];
        break;
      }
      case 'enum':
        if (Array.isArray(member) && member.length > 0) schema['enum'] = member;
        break;
      case 'const':
      case 'default':
        if (member !== undefined) schema[keyword] = member;
        break;
      case 'pattern': {
        const pattern = typeof member === 'string' ? mendPattern(member) : undefined;
        if (pattern !== undefined) schema['pattern'] = pattern;
        else
          this.#report(
            findingAt(child(node, 'pattern'), {
              code: 'SCHEMA_INVALID',
              severity: 'info',
              message: `Pattern ${JSON.stringify(member)} is no ECMA-262 expression; it is ignored.`,
              fix: 'Mend it.',
            }),
          );
        break;
      }
      case 'uniqueItems':
      case 'deprecated':
        if (member === true) schema[keyword] = true;
        break;
      case 'required': {
        const names = Array.isArray(member) ? [...new Set(member.filter((name) => typeof name === 'string'))] : [];
        if (names.length > 0) schema['required'] = names;
        break;
      }
      case 'items':
        // A list of schemas is what 2020-12 calls prefixItems.
        if (Array.isArray(member))
          schema['prefixItems'] = member.map((_, index) => this.#schema(child(node, 'items', index), refs));
        else schema['items'] = this.#schema(child(node, 'items'), refs);
        break;
      case 'additionalProperties':
        schema[keyword] = typeof member === 'boolean' ? member : this.#schema(child(node, keyword), refs);
        break;
      case 'properties':
        if (isObject(member)) schema['properties'] = this.#properties(child(node, keyword), member, refs);
        break;
      case 'patternProperties':
      case 'dependentSchemas': {
        if (!isObject(member)) break;
        const map: JsonSchema = {};
        for (const key of Object.keys(member)) {
          const name = keyword === 'patternProperties' ? mendPattern(key) : key;
          if (name !== undefined) define(map, name, this.#schema(child(node, keyword, key), refs));
        }
        schema[keyword] = map;
        break;
      }
      case 'dependentRequired':
        if (isObject(member)) schema[keyword] = member;
        break;
      case 'examples':
      case 'example': {
        const example: unknown =
          keyword === 'example' ? member : Array.isArray(member) ? (member[0] as unknown) : undefined;
        if (isShortScalar(example)) schema['examples'] = [example];
        break;
      }
    }
  }

  /** In 2.0 and 3.0 `exclusiveMaximum: true` qualifies `maximum`; since 3.1 it is a bound of its own. */
  #number(schema: JsonSchema, keyword: string, member: unknown, value: Readonly<Record<string, unknown>>): void {
    if (typeof member === 'boolean') return;
    const bound = typeof member === 'string' && member.trim() !== '' ? Number(member) : member;
    if (typeof bound !== 'number' || !Number.isFinite(bound)) return;
    if (keyword === 'maximum' && value['exclusiveMaximum'] === true) schema['exclusiveMaximum'] = bound;
    else if (keyword === 'minimum' && value['exclusiveMinimum'] === true) schema['exclusiveMinimum'] = bound;
    else if (keyword !== 'multipleOf' || bound > 0) schema[keyword] = bound;
  }

  #properties(node: Node, value: Readonly<Record<string, unknown>>, refs: string[]): JsonSchema {
    const properties: JsonSchema = {};
    const reference = referenceOf(value);
    if (reference !== undefined) {
      // A map of properties that is itself a reference, which no version allows; a property called `$ref` is an object.
      const shared = follow(this.#document, reference, node, this.#report);
      if (isObject(shared.value)) Object.assign(properties, this.#properties(shared, shared.value, refs));
    }
    for (const name of Object.keys(value)) {
      if (name === '$ref' && reference !== undefined) continue;
      const property = child(node, name);
      if (!this.#isLeftOut(property))
        define(properties, name, withoutNoise(name, property.value, this.#schema(property, refs)));
    }
    return properties;
  }

  #isLeftOut(property: Node): boolean {
    const flag = this.#direction === 'input' ? 'readOnly' : 'writeOnly';
    if (own(property.value, flag) === true) return true;
    const reference = referenceOf(property.value);
    return (
      reference !== undefined && own(follow(this.#document, reference, property, () => undefined).value, flag) === true
    );
  }
}

/** What is settled once all keywords are known: nullability, enums, and names that `required` must not hold. */
function tidy(schema: JsonSchema, value: Readonly<Record<string, unknown>>): JsonSchema {
  const declared = own(value, 'properties');
  const properties = schema['properties'];
  if (Array.isArray(schema['required']) && isObject(declared) && isObject(properties)) {
    const required = schema['required'].filter(
      (name: string) => !Object.hasOwn(declared, name) || Object.hasOwn(properties, name),
    );
    if (required.length > 0) schema['required'] = required;
    else delete schema['required'];
  }
  if (schema['type'] === 'string' && Array.isArray(schema['enum'])) {
    // Unquoted in YAML, `enum: [2, on]` holds numbers and booleans where texts are meant.
    schema['enum'] = schema['enum'].map((item: unknown) =>
      typeof item === 'number' || typeof item === 'boolean' ? String(item) : item,
    );
  }
  if (Array.isArray(schema['enum'])) schema['enum'] = [...new Set(schema['enum'] as unknown[])];
  return isNullable(value) && referenceOf(value) === undefined ? nullable(schema) : schema;
}

function isNullable(value: Readonly<Record<string, unknown>>): boolean {
  return own(value, 'nullable') === true || own(value, 'x-nullable') === true;
}

/** OpenAPI 3.0's `nullable` (3.0.4, 4.7.24.1), and Swagger 2.0's customary `x-nullable`. */
function nullable(schema: JsonSchema): JsonSchema {
  const { type } = schema;
  if (type === undefined) {
    const { description, default: fallback, deprecated, ...constraints } = schema;
    if (Object.keys(constraints).length === 0) return schema;
    return {
      ...(description === undefined ? {} : { description }),
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(deprecated === undefined ? {} : { deprecated }),
      anyOf: [constraints, { type: 'null' }],
    };
  }
  const list = Array.isArray(type) ? (type as string[]) : [type as string];
  const values = schema['enum'];
  return {
    ...schema,
    type: list.includes('null') ? type : [...list, 'null'],
    ...(Array.isArray(values) && !values.includes(null) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}

/** `$dynamicRef` leads where a `$ref` would (JSON Schema 2020-12, 8.2.3.2), while nothing extends the schema. */
function dynamicReference(value: Readonly<Record<string, unknown>>): string | undefined {
  const reference = own(value, '$dynamicRef');
  return typeof reference === 'string' ? reference : undefined;
}

/** A description that only repeats the property's name costs tokens and says nothing. */
function withoutNoise(name: string, value: unknown, schema: JsonSchema): JsonSchema {
  const description = schema['description'];
  if (typeof description === 'string' && plain(description) === plain(name)) delete schema['description'];
  const title = own(value, 'title');
  if (schema['description'] === undefined && typeof title === 'string' && plain(title) !== plain(name))
    return { ...schema, description: title };
  return schema;
}

function plain(words: string): string {
  return words.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function isShortScalar(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= 80);
}
