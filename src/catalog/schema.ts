import { define, isObject, own } from '../base/json.ts';
import { type Document, findingAt, follow, type Node, placeOf, referenceOf, type Report } from '../spec/document.ts';
import { writeCount, writeNumber } from './bounds.ts';
import { Cursor } from './cursor.ts';
import { cleanText, isTelling } from './describe.ts';
import { mendEnum } from './enum.ts';
import { EndlessCircles } from './endless.ts';
import type { JsonSchema } from './json-schema.ts';
import { isStrict, loosen } from './loosen.ts';
import { isNullable, makeNullable } from './nullable.ts';
import { mendPattern } from './pattern.ts';
import { describeOutput } from './describe-output.ts';
import { addDescription, describeDiscriminator, removeNoise } from './words.ts';

/** `input` leaves out what the API only returns (readOnly), `output` what it only takes (writeOnly). */
export type Direction = 'input' | 'output';

/** A translated schema whose `$ref`s hold the absolute addresses of their targets, and these addresses. */
export interface Shape {
  readonly schema: JsonSchema;
  readonly refs: readonly string[];
  /** It accepts more than the document says, what its references lead to aside. */
  readonly isLoose?: boolean;
}

type Values = Readonly<Record<string, unknown>>;
type Names = ReadonlySet<string>;

/** How the value of a keyword is translated; what is not here (extensions, `xml`, `$id`, …) is left out. */
const kinds = new Map<string, 'number' | 'count' | 'text' | 'value' | 'flag' | 'schema' | 'list' | 'map' | 'own'>([
  ...['multipleOf', 'maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum'].map(
    (key) => [key, 'number'] as const,
  ),
  ...['maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties'].map(
    (key) => [key, 'count'] as const,
  ),
  ...['minContains', 'maxContains'].map((key) => [key, 'count'] as const),
  ...['format', 'contentEncoding', 'contentMediaType'].map((key) => [key, 'text'] as const),
  ...['const', 'default'].map((key) => [key, 'value'] as const),
  ...['uniqueItems', 'deprecated'].map((key) => [key, 'flag'] as const),
  ...['not', 'if', 'then', 'else', 'contains', 'propertyNames'].map((key) => [key, 'schema'] as const),
  ...['unevaluatedProperties', 'unevaluatedItems', 'additionalProperties'].map((key) => [key, 'schema'] as const),
  ...['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((key) => [key, 'list'] as const),
  ...['patternProperties', 'dependentSchemas'].map((key) => [key, 'map'] as const),
  ...['description', 'type', 'enum', 'pattern', 'required', 'items', 'properties'].map((key) => [key, 'own'] as const),
  ...['dependentRequired', 'examples', 'example', 'discriminator'].map((key) => [key, 'own'] as const),
]);
const types = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
/** Keywords that close an object to what is not named beside them. */
const closing = ['additionalProperties', 'unevaluatedProperties'];
const none: Names = new Set();

/**
 * Translates the schemas of one document, OpenAPI 2.0, 3.0 or 3.1+, into JSON Schema 2020-12. Each referenced schema is
 * translated once, however many tools use it; what a tool's schema is made of in the end is `SchemaAssembler`'s affair.
 */
export class SchemaTranslator {
  readonly #document: Document;
  readonly #flag: 'readOnly' | 'writeOnly';
  readonly #report: Report;
  /** A `$ref` with siblings is a schema with one keyword more since 3.1; before, the siblings are ignored. */
  readonly #refsHaveSiblings: boolean;
  readonly #targets = new Map<string, Node>();
  readonly #shapes = new Map<string, Shape>();
  readonly #circles: EndlessCircles;
  #home: Node | undefined;
  readonly #patterns = new Map<string, string | undefined>();
  /** How often something was left out that would have refused a value. */
  #loosened = 0;

  constructor(document: Document, direction: Direction, report: Report) {
    this.#document = document;
    this.#circles = new EndlessCircles(document);
    this.#flag = direction === 'input' ? 'readOnly' : 'writeOnly';
    this.#report = report;
    this.#refsHaveSiblings = document.version !== '2.0' && document.version !== '3.0';
  }

  /** The shape of a schema at a node; a node without a value is a schema that accepts anything. */
  translate(node: Node): Shape {
    const refs: string[] = [];
    const before = this.#loosened;
    this.#home = node; // shapes are translated one after the other, never one inside another
    const translated = this.#schema(node.value, new Cursor(node), refs, none);
    const schema = this.#flag === 'writeOnly' ? describeOutput(translated) : translated;
    return this.#loosened > before ? { schema, refs, isLoose: true } : { schema, refs };
  }

  /** The shape of the schema at an address that a shape's `$ref` holds. */
  shapeAt(address: string): Shape {
    let shape = this.#shapes.get(address);
    if (!shape) this.#shapes.set(address, (shape = this.translate(this.#targets.get(address)!)));
    return shape;
  }

  #schema(value: unknown, at: Cursor, refs: string[], left: Names): JsonSchema {
    if (value === undefined || value === true) return {};
    if (value === false) return { not: {} };
    if (!isObject(value)) {
      this.#invalid(at, 'warning', 'A schema is no object; any value is accepted.', 'Write an object.');
      return {};
    }
    // `$dynamicRef` leads where a `$ref` would (2020-12, 8.2.3.2), while nothing extends the schema.
    const reference = referenceOf(value) ?? own(value, '$dynamicRef');
    const schema = this.#keywords(value, at, refs, left);
    if (typeof reference !== 'string') return schema;
    const target = follow(this.#document, reference, at, this.#report);
    if (target.value === undefined) {
      this.#loosened++;
      return loosen(schema, (keyword) => keyword === '$ref');
    }
    const address = placeOf(target);
    this.#targets.set(address, target);
    if (this.#ignoreCircle(target, at)) return schema;
    refs.push(address);
    // Beside a reference `type: object` says nothing that the target does not say.
    if (schema['type'] === 'object' || !this.#refsHaveSiblings) delete schema['type'];
    // Whoever closes an object beside a reference before 3.1 does not mean that it has no properties at all.
    if (!this.#refsHaveSiblings) for (const keyword of closing) Reflect.deleteProperty(schema, keyword);
    return isNullable(value) ? makeNullable({ $ref: address, ...schema }) : { $ref: address, ...schema };
  }

  #ignoreCircle(target: Node, at: Cursor): boolean {
    if (!this.#circles.isClosedBy(target, at, this.#home!)) return false;
    this.#loosened++;
    const message = `${target.pointer} leads back here without going into the value; it is ignored.`;
    this.#report(findingAt(at, { code: 'REF_LOOP', severity: 'warning', message, fix: 'Break the circle.' }));
    return true;
  }

  /** `left` names properties that a schema around this one leaves out, so that `required` does not demand them. */
  #keywords(value: Values, at: Cursor, refs: string[], left: Names): JsonSchema {
    const schema: JsonSchema = {};
    const composed = Object.hasOwn(value, 'allOf') || Object.hasOwn(value, '$ref');
    let loose: Set<string> | undefined;
    const leftOut = composed ? new Set([...left, ...this.#leftOutOf(value, at, new Set())]) : left;
    for (const keyword of Object.keys(value)) {
      const kind = kinds.get(keyword);
      if (kind === undefined) continue;
      const member = value[keyword];
      const before = this.#loosened;
      at.enter(keyword);
      switch (kind) {
        case 'number':
          writeNumber(schema, keyword, member, value);
          break;
        case 'count':
          writeCount(schema, keyword, member);
          break;
        case 'text':
          if (typeof member === 'string' && member !== '') schema[keyword] = member;
          break;
        case 'value':
          if (member !== undefined) schema[keyword] = member;
          break;
        case 'flag':
          if (member === true) schema[keyword] = true;
          break;
        case 'schema':
          // A boolean stays one where that is usual.
          schema[keyword] =
            typeof member === 'boolean' && closing.includes(keyword) ? member : this.#schema(member, at, refs, none);
          break;
        case 'list':
          if (Array.isArray(member) && member.length > 0)
            schema[keyword] = this.#list(member, at, refs, keyword === 'allOf' ? leftOut : none);
          break;
        case 'map':
          if (isObject(member)) schema[keyword] = this.#map(member, at, refs, keyword === 'patternProperties');
          break;
        case 'own':
          this.#own(schema, value, keyword, at, refs, leftOut);
          break;
        default:
          kind satisfies never;
      }
      at.leave();
      if (this.#loosened > before) (loose ??= new Set()).add(keyword);
    }
    if (schema['enum'] !== undefined || Object.hasOwn(schema, 'const')) mendEnum(schema);
    // A discriminator chooses the alternative, so that the others may match as well (OpenAPI 3.1.1, 4.8.25).
    const isChosen = own(own(value, 'discriminator'), 'propertyName') !== undefined;
    const gives = (keyword: string): boolean => loose?.has(keyword) === true || (isChosen && keyword === 'oneOf');
    const result = (loose || isChosen) && isStrict(schema) ? loosen(schema, gives) : schema;
    return isNullable(value) && !Object.hasOwn(value, '$ref') ? makeNullable(result) : result;
  }

  /** The keywords that are like no other. */
  #own(schema: JsonSchema, value: Values, keyword: string, at: Cursor, refs: string[], leftOut: Names): void {
    const member = value[keyword];
    switch (keyword) {
      case 'description':
        addDescription(schema, cleanText(typeof member === 'string' ? member : undefined));
        break;
      case 'discriminator':
        addDescription(schema, describeDiscriminator(member));
        break;
      case 'type':
        this.#type(schema, member, at);
        break;
      case 'enum':
        if (Array.isArray(member) && member.length > 0) schema['enum'] = member;
        break;
      case 'pattern': {
        const pattern = typeof member === 'string' ? this.#pattern(member) : undefined;
        if (pattern !== undefined) schema['pattern'] = pattern;
        else
          this.#invalid(
            at,
            'info',
            `Pattern ${JSON.stringify(member)} is no ECMA-262 expression; it is ignored.`,
            'Mend it.',
          );
        break;
      }
      case 'required': {
        if (!Array.isArray(member)) break;
        const declared = own(value, 'properties');
        const names = [...new Set(member as unknown[])].filter(
          (name) => typeof name === 'string' && !leftOut.has(name) && !this.#isLeftOut(own(declared, name), at),
        );
        if (names.length > 0) schema['required'] = names;
        if (names.length < member.length) this.#loosened++;
        break;
      }
      case 'items':
        // A list of schemas is what 2020-12 calls prefixItems, and what follows it is `items`.
        if (!Array.isArray(member)) schema['items'] = this.#schema(member, at, refs, none);
        else {
          if (member.length > 0) schema['prefixItems'] = this.#list(member, at, refs, none);
          const rest = value['additionalItems'];
          if (rest !== undefined)
            schema['items'] = typeof rest === 'boolean' ? rest : this.#schema(rest, at, refs, none);
        }
        break;
      case 'properties':
        if (isObject(member)) schema['properties'] = this.#properties(member, at, refs);
        break;
      case 'dependentRequired':
        if (isObject(member)) {
          const lists = Object.entries(member).filter(([, names]) => Array.isArray(names));
          schema[keyword] = Object.fromEntries(
            lists.map(([name, names]) => [
              name,
              [...new Set((names as unknown[]).filter((other) => typeof other === 'string'))],
            ]),
          );
        }
        break;
      default: {
        const example: unknown = keyword === 'examples' ? own(member, '0') : member;
        if (isTelling(example, value)) schema['examples'] = [example];
      }
    }
  }

  #list(members: readonly unknown[], at: Cursor, refs: string[], left: Names): JsonSchema[] {
    return members.map((member, index) => {
      at.enter(index);
      const schema = this.#schema(member, at, refs, left);
      at.leave();
      return schema;
    });
  }

  #map(members: Values, at: Cursor, refs: string[], namesArePatterns: boolean): JsonSchema {
    const map: JsonSchema = {};
    for (const key of Object.keys(members)) {
      const name = namesArePatterns ? this.#pattern(key) : key;
      at.enter(key);
      if (name !== undefined) define(map, name, this.#schema(members[key], at, refs, none));
      else
        this.#invalid(
          at,
          'info',
          `Pattern ${JSON.stringify(key)} is no ECMA-262 expression; it is ignored.`,
          'Mend it.',
        );
      at.leave();
    }
    return map;
  }

  #properties(members: Values, at: Cursor, refs: string[]): JsonSchema {
    const properties: JsonSchema = {};
    const reference = referenceOf(members);
    if (reference !== undefined) {
      // A map of properties that is itself a reference, which no version allows; a property called `$ref` is an object.
      const shared = follow(this.#document, reference, at, this.#report);
      if (isObject(shared.value) && referenceOf(shared.value) === undefined)
        Object.assign(properties, this.#properties(shared.value, new Cursor(shared), refs));
    }
    for (const name of Object.keys(members)) {
      const member = members[name];
      if (name === '$ref' && reference !== undefined) continue;
      if (this.#isLeftOut(member, at)) {
        this.#loosened++;
        continue;
      }
      at.enter(name);
      const schema = this.#schema(member, at, refs, none);
      removeNoise(name, member, schema);
      define(properties, name, schema);
      at.leave();
    }
    return properties;
  }

  #type(schema: JsonSchema, member: unknown, at: Cursor): void {
    if (types.has(member)) {
      schema['type'] = member;
      return;
    }
    const list = (Array.isArray(member) ? [...new Set(member as unknown[])] : [member]).map((type) =>
      type === 'file' ? 'string' : type,
    );
    if (list.length > 0 && list.every((type) => types.has(type))) schema['type'] = list.length > 1 ? list : list[0];
    else
      this.#invalid(
        at,
        'warning',
        `Type ${JSON.stringify(member)} is no JSON type; it is ignored.`,
        'Use string, number, integer, boolean, object, array or null.',
      );
  }

  #pattern(pattern: string): string | undefined {
    if (!this.#patterns.has(pattern)) this.#patterns.set(pattern, mendPattern(pattern));
    return this.#patterns.get(pattern);
  }

  /** Whether a property is for the other direction only: it says so itself, or what it refers to does. */
  #isLeftOut(property: unknown, at: Node): boolean {
    if (typeof property !== 'object' || property === null) return false;
    if (own(property, this.#flag) === true) return true;
    const reference = referenceOf(property);
    if (reference !== undefined) return own(follow(this.#document, reference, at, ignore).value, this.#flag) === true;
    const all = own(property, 'allOf');
    return Array.isArray(all) && all.some((part) => own(part, 'allOf') === undefined && this.#isLeftOut(part, at));
  }

  /** Properties that a schema leaves out, those of all it is composed of included. */
  #leftOutOf(value: unknown, at: Node, seen: Set<unknown>): string[] {
    if (!isObject(value) || seen.has(value)) return [];
    seen.add(value);
    const reference = referenceOf(value);
    const target = reference === undefined ? undefined : follow(this.#document, reference, at, ignore);
    const declared = own(value, 'properties');
    const all = own(value, 'allOf');
    return [
      ...(isObject(declared) ? Object.keys(declared).filter((name) => this.#isLeftOut(declared[name], at)) : []),
      ...(Array.isArray(all) ? all.flatMap((part) => this.#leftOutOf(part, at, seen)) : []),
      ...(target ? this.#leftOutOf(target.value, target, seen) : []),
    ];
  }

  /** Tells what is wrong with a schema; whatever it is, more is accepted because of it. */
  #invalid(at: Node, severity: 'warning' | 'info', message: string, fix: string): void {
    this.#loosened++;
    this.#report(findingAt(at, { code: 'SCHEMA_INVALID', severity, message, fix }));
  }
}

const ignore = (): void => undefined;
