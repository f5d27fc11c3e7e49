import { define, isObject } from '../base/json.ts';
import { parsePointer } from '../base/json-pointer.ts';
import { cutText } from './describe.ts';
import { annotationKeywords, type JsonSchema, plainValues, schemaMaps, withoutReference } from './json-schema.ts';
import { isStrict, loosen } from './loosen.ts';
import { pruneInline } from './prune.ts';
import { collectReferences } from './references.ts';
import type { SchemaTranslator, Shape } from './schema.ts';

/** A referenced schema of up to this many characters stands where it is used; a larger one used twice is shared. */
const inlineUpTo = 300;

/** What is known of a referenced schema, whichever tool uses it. */
interface Measure {
  /** Characters of its JSON with everything below it inlined, as far as that ends. */
  size: number;
  /** References lead from it back to it. */
  recursive: boolean;
  /** No circle of references below it. */
  isClosed: boolean;
  /** It or what is below it accepts more than the document says. */
  isLoose: boolean;
}

/** On the way back to where the walk came from. */
const openMeasure: Readonly<Measure> = { size: 0, recursive: true, isClosed: false, isLoose: false };

/** How the references of one tool are replaced. */
interface Plan {
  /** Names under `$defs`, by address. */
  readonly names: Map<string, string>;
  /** Addresses within the budget. */
  readonly kept: ReadonlySet<string>;
  /** All of them are. */
  readonly isWhole: boolean;
  /** Addresses below which more is accepted than the document says. */
  readonly loose: ReadonlySet<string>;
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
 * once; the rest goes to `$defs`. Beyond `budget` characters the schemas farthest from the root, written out or referred to, are left open: they
 * accept any value of their type, so no call that the API takes is refused.
 */
export class SchemaAssembler {
  readonly #translator: SchemaTranslator;
  readonly #budget: number;
  readonly #measures = new Map<string, Measure>();
  readonly #lengths = new WeakMap<Shape, number>();
  readonly #inlined = new Map<string, JsonSchema>();

  constructor(translator: SchemaTranslator, budget: number) {
    this.#translator = translator;
    this.#budget = budget;
  }

  assemble(given: Shape): Assembled {
    const pruned =
      this.#length(given) > this.#budget
        ? pruneInline(given.schema, this.#budget, sizeOf, stub)
        : { schema: given.schema, leftOut: [] };
    const root = pruned.schema === given.schema ? given : shapeOf(pruned.schema);
    if (root.refs.length === 0) return { schema: root.schema, $defs: {}, leftOut: pruned.leftOut };
    for (const address of root.refs) this.#measure(address, new Set());
    const { uses, kept } = this.#reach(root);
    const plan: Plan = { names: new Map(), kept, isWhole: kept.size === uses.size, loose: this.#findLoose(uses, kept) };
    const taken = new Set<string>();
    for (const [address, count] of uses) {
      const { recursive, size } = this.#measures.get(address)!;
      if (kept.has(address) && (recursive || (count > 1 && size > inlineUpTo)))
        plan.names.set(address, uniqueName(address, taken));
    }
    const $defs: Record<string, JsonSchema> = {};
    for (const [address, name] of plan.names)
      $defs[name] = this.#expand(this.#translator.shapeAt(address).schema, plan);
    return {
      schema: this.#expand(root.schema, plan),
      $defs,
      leftOut: [
        ...pruned.leftOut,
        ...(plan.isWhole ? [] : [...uses.keys()].filter((address) => !kept.has(address)).map(nameOf)),
      ],
    };
  }

  /** A schema with its references replaced; itself where there are none in it, so that tools share what they can. */
  #expand(given: JsonSchema, plan: Plan): JsonSchema {
    const schema =
      plan.loose.size > 0 && isStrict(given)
        ? loosen(given, (keyword) => refersTo(plan.loose, { [keyword]: given[keyword] }))
        : given;
    const address = schema['$ref'];
    if (typeof address !== 'string' || !this.#measures.has(address)) return this.#expandMembers(schema, plan);
    const siblings = this.#expandMembers(withoutReference(schema), plan);
    const name = plan.names.get(address);
    if (name !== undefined) return { $ref: `#/$defs/${name}`, ...siblings };
    const isKept = plan.kept.has(address);
    const target = isKept
      ? this.#inline(address, plan)
      : stub(this.#translator.shapeAt(address).schema, nameOf(address));
    const keywords = Object.keys(siblings);
    if (keywords.length === 0) return target;
    if (keywords.every((keyword) => annotationKeywords.has(keyword))) return { ...target, ...siblings };
    const present = Array.isArray(siblings['allOf']) ? (siblings['allOf'] as unknown[]) : [];
    return { ...siblings, allOf: [target, ...present] };
  }

  /** What stands in the place of a reference; the same wherever it is small, free of circles, and nothing is left out. */
  #inline(address: string, plan: Plan): JsonSchema {
    const { schema, refs } = this.#translator.shapeAt(address);
    if (refs.length === 0) return schema;
    const { size, isClosed } = this.#measures.get(address)!;
    if (!plan.isWhole || !isClosed || size > inlineUpTo) return this.#expand(schema, plan);
    let inlined = this.#inlined.get(address);
    if (!inlined) this.#inlined.set(address, (inlined = this.#expand(schema, plan)));
    return inlined;
  }

  #expandMembers(schema: JsonSchema, plan: Plan): JsonSchema {
    let copy: JsonSchema | undefined;
    for (const keyword of Object.keys(schema)) {
      const member = schema[keyword];
      if (typeof member !== 'object' || member === null || plainValues.has(keyword)) continue;
      const expanded = schemaMaps.has(keyword)
        ? this.#expandMap(member as JsonSchema, plan)
        : Array.isArray(member)
          ? this.#expandList(member as JsonSchema[], plan)
          : this.#expand(member as JsonSchema, plan);
      if (expanded !== member) (copy ??= { ...schema })[keyword] = expanded;
    }
    return copy ?? schema;
  }

  #expandMap(map: JsonSchema, plan: Plan): JsonSchema {
    let copy: JsonSchema | undefined;
    for (const name of Object.keys(map)) {
      const expanded = this.#expand(map[name] as JsonSchema, plan);
      if (expanded === map[name]) continue;
      copy ??= { ...map };
      define(copy, name, expanded);
    }
    return copy ?? map;
  }

  #expandList(list: JsonSchema[], plan: Plan): JsonSchema[] {
    const expanded = list.map((item) => this.#expand(item, plan));
    return expanded.every((item, index) => item === list[index]) ? list : expanded;
  }

  #measure(address: string, open: Set<string>): Measure {
    const known = this.#measures.get(address);
    if (known) {
      if (!open.has(address)) return known;
      known.recursive = true;
      return openMeasure;
    }
    const shape = this.#translator.shapeAt(address);
    const measure: Measure = {
      size: this.#length(shape),
      recursive: false,
      isClosed: true,
      isLoose: shape.isLoose === true,
    };
    this.#measures.set(address, measure);
    open.add(address);
    for (const below of shape.refs) {
      const { size, recursive, isClosed, isLoose } = this.#measure(below, open);
      // A recursive schema is a reference wherever it is used.
      measure.size = Math.min(measure.size + (recursive ? 0 : size), 1e9);
      measure.isClosed &&= isClosed && !recursive;
      measure.isLoose ||= isLoose;
    }
    open.delete(address);
    return measure;
  }

  /** What leads to a part that is left out, or to one that could not be translated in full. */
  #findLoose(uses: ReadonlyMap<string, number>, kept: ReadonlySet<string>): Set<string> {
    const loose = new Set<string>();
    for (const address of uses.keys())
      if (!kept.has(address) || this.#measures.get(address)!.isLoose) loose.add(address);
    for (let before = loose.size === 0 ? 0 : -1; before < loose.size;) {
      before = loose.size;
      for (const address of kept)
        if (this.#translator.shapeAt(address).refs.some((below) => loose.has(below))) loose.add(address);
    }
    return loose;
  }

  #length(shape: Shape): number {
    let length = this.#lengths.get(shape);
    if (length === undefined) this.#lengths.set(shape, (length = sizeOf(shape.schema)));
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

function shapeOf(schema: JsonSchema): Shape {
  const refs: string[] = [];
  collectReferences(schema, refs);
  return { schema, refs };
}

function refersTo(addresses: ReadonlySet<string>, schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some((item) => refersTo(addresses, item));
  if (!isObject(schema)) return false;
  return Object.keys(schema).some((keyword) => {
    const member = schema[keyword];
    if (keyword === '$ref' && typeof member === 'string') return addresses.has(member);
    if (plainValues.has(keyword)) return false;
    return refersTo(addresses, schemaMaps.has(keyword) && isObject(member) ? Object.values(member) : member);
  });
}

/** About the length of a value as JSON; a walk costs less than writing it out. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 5;
  let size = 2;
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item) + 1;
  else for (const key of Object.keys(value)) size += key.length + 4 + sizeOf((value as JsonSchema)[key]);
  return size;
}

/** What is left of a schema: nothing that it would have taken is refused. */
function stub({ type, required, description }: JsonSchema, name: string): JsonSchema {
  const words = typeof description === 'string' ? `${cutText(description, 200)} ` : '';
  return {
    ...(type === undefined ? {} : { type }),
    ...(required === undefined ? {} : { required }),
    description: `${words}(${name}; its fields are left out here.)`,
  };
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
