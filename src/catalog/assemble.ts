import { define } from '../base/json.ts';
import { parsePointer } from '../base/json-pointer.ts';
import type { JsonSchema } from './json-schema.ts';
import type { SchemaTranslator, Shape } from './schema.ts';

/** A referenced schema of up to this many characters stands where it is used; a larger one used twice is shared. */
const inlineUpTo = 300;

/** What is known of a referenced schema, whichever tool uses it. */
interface Measure {
  /** Characters of its JSON with everything below it inlined, as far as that ends. */
  size: number;
  /** It is on a circle of references. */
  recursive: boolean;
}

/** A schema that holds all it needs: local references only, shared and recursive parts under `$defs`. */
export interface Assembled {
  readonly schema: JsonSchema;
  readonly $defs: Readonly<Record<string, JsonSchema>>;
  /** Names of the referenced schemas that were left out to stay within the budget. */
  readonly leftOut: readonly string[];
}

/**
 * Puts schemas together from their shapes. References are replaced by what they lead to where that is small or used
 * once; the rest goes to `$defs`. Beyond `budget` characters the schemas farthest from the root are left open: they
 * accept any value of their type, so no call that the API takes is refused.
 */
export class SchemaAssembler {
  readonly #translator: SchemaTranslator;
  readonly #budget: number;
  readonly #measures = new Map<string, Measure>();
  readonly #lengths = new WeakMap<Shape, number>();

  constructor(translator: SchemaTranslator, budget: number) {
    this.#translator = translator;
    this.#budget = budget;
  }

  assemble(root: Shape): Assembled {
    if (root.refs.length === 0) return { schema: root.schema, $defs: {}, leftOut: [] };
    for (const address of root.refs) this.#measure(address, new Set());
    const { uses, kept } = this.#reach(root);
    const names = new Map<string, string>();
    const taken = new Set<string>();
    for (const [address, count] of uses) {
      const { recursive, size } = this.#measures.get(address)!;
      if (kept.has(address) && (recursive || (count > 1 && size > inlineUpTo)))
        names.set(address, uniqueName(address, taken));
    }
    const leftOut = [...uses.keys()].filter((address) => !kept.has(address)).map(nameOf);
    const expand = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(expand);
      if (typeof value !== 'object' || value === null) return value;
      return this.#expandSchema(value as JsonSchema, names, kept, expand);
    };
    const $defs: Record<string, JsonSchema> = {};
    for (const [address, name] of names)
      define($defs, name, this.#inner(this.#translator.shapeAt(address).schema, expand));
    return { schema: expand(root.schema) as JsonSchema, $defs, leftOut };
  }

  #expandSchema(
    schema: JsonSchema,
    names: Map<string, string>,
    kept: Set<string>,
    expand: (value: unknown) => unknown,
  ): JsonSchema {
    const address = schema['$ref'];
    if (typeof address !== 'string' || !this.#measures.has(address)) return this.#inner(schema, expand);
    const { $ref: _, ...rest } = schema;
    const siblings = this.#inner(rest, expand);
    const name = names.get(address);
    if (name !== undefined) return { $ref: `#/$defs/${name}`, ...siblings };
    if (!kept.has(address)) return { ...stub(this.#translator.shapeAt(address).schema, nameOf(address)), ...siblings };
    const target = this.#expandSchema(this.#translator.shapeAt(address).schema, names, kept, expand);
    if (Object.keys(siblings).every((keyword) => annotations.has(keyword))) return { ...target, ...siblings };
    const present = Array.isArray(siblings['allOf']) ? (siblings['allOf'] as unknown[]) : [];
    return { ...siblings, allOf: [target, ...present] };
  }

  /** A copy of a schema; values that only look like schemas (enums, constants, defaults) are taken as they are. */
  #inner(schema: JsonSchema, expand: (value: unknown) => unknown): JsonSchema {
    const copy: JsonSchema = {};
    for (const keyword of Object.keys(schema)) {
      const member = schema[keyword];
      if (maps.has(keyword) && typeof member === 'object' && member !== null) {
        const map: JsonSchema = {};
        for (const key of Object.keys(member)) define(map, key, expand((member as JsonSchema)[key]));
        copy[keyword] = map;
      } else copy[keyword] = values.has(keyword) ? member : expand(member);
    }
    return copy;
  }

  #measure(address: string, open: Set<string>): number {
    const known = this.#measures.get(address);
    if (known) {
      if (open.has(address)) known.recursive = true;
      return open.has(address) || known.recursive ? 0 : known.size;
    }
    const shape = this.#translator.shapeAt(address);
    const measure: Measure = { size: this.#length(shape), recursive: false };
    this.#measures.set(address, measure);
    open.add(address);
    for (const below of shape.refs) measure.size = Math.min(measure.size + this.#measure(below, open), 1e9);
    open.delete(address);
    return measure.recursive ? 0 : measure.size;
  }

  #length(shape: Shape): number {
    let length = this.#lengths.get(shape);
    if (length === undefined) this.#lengths.set(shape, (length = JSON.stringify(shape.schema).length));
    return length;
  }

  /** What is used below a root and how often, nearest first, and which of it the budget allows. */
  #reach(root: Shape): { uses: Map<string, number>; kept: Set<string> } {
    const uses = new Map<string, number>();
    const kept = new Set<string>();
    let spent = this.#length(root);
    let level: readonly Shape[] = [root];
    while (level.length > 0) {
      const next: Shape[] = [];
      for (const shape of level) {
        for (const address of shape.refs) {
          const count = uses.get(address) ?? 0;
          uses.set(address, count + 1);
          if (count > 0) continue;
          const below = this.#translator.shapeAt(address);
          if (spent + this.#length(below) > this.#budget) continue;
          spent += this.#length(below);
          kept.add(address);
          next.push(below);
        }
      }
      level = next;
    }
    return { uses, kept };
  }
}

const maps = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);
const values = new Set([
  'enum',
  'const',
  'default',
  'examples',
  'required',
  'dependentRequired',
  'type',
  'description',
  'pattern',
  'format',
]);
const annotations = new Set(['description', 'default', 'deprecated', 'examples', 'title']);

function stub(schema: JsonSchema, name: string): JsonSchema {
  const { type } = schema;
  return { ...(type === undefined ? {} : { type }), description: `${name}; its fields are left out here.` };
}

function nameOf(address: string): string {
  const last =
    parsePointer(address.slice(address.indexOf('#') + 1)).at(-1) ??
    address.slice(address.lastIndexOf('/') + 1).replace(/\.\w+#$/, '');
  return last.replace(/[^A-Za-z0-9_]+/g, '_') || 'schema';
}

function uniqueName(address: string, taken: Set<string>): string {
  const base = nameOf(address);
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
  taken.add(name);
  return name;
}
