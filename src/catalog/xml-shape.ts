import { isObject, own, text } from '../base/json.ts';
import { child, type Document, elements, follow, type Node, referenceOf } from '../spec/document.ts';
import { annotationKeywords } from './json-schema.ts';

const nodeTypes = ['element', 'attribute', 'text', 'cdata', 'none'] as const;

/** `nodeType` of the XML Object (OpenAPI 3.2.0, 4.26.2), which `attribute` of earlier versions is one of. */
type XmlNodeType = (typeof nodeTypes)[number];

/**
 * How values of a schema are written in XML: its XML Object (OpenAPI 3.2.0, 4.26; 3.1.1, 4.8.26; Swagger 2.0, XML
 * Object) with the name that is inferred where it has none. Schemas are recursive, so what is below is read when asked.
 */
export interface XmlShape {
  /** Undefined: none for a list that is not wrapped, element for anything else. */
  readonly nodeType: XmlNodeType | undefined;
  /** A list has an element around its items. */
  readonly isWrapped: boolean;
  readonly isList: boolean;
  readonly name: string | undefined;
  readonly prefix: string | undefined;
  readonly namespace: string | undefined;
  /** What the element holds where its schema is a reference to one with a node of its own (OpenAPI 3.2.0, 4.26.2). */
  readonly inside: XmlShape | undefined;
  readonly property: (name: string) => XmlShape;
  readonly item: (index: number) => XmlShape;
}

/** The names that a schema has from where it stands (OpenAPI 3.2.0, 4.26.3). */
interface Inferred {
  /** That of its property. */
  readonly name?: string | undefined;
  /** Taken where there is no other. */
  readonly last?: string | undefined;
}

/** One of the schemas that hold for a value together. */
interface Layer {
  readonly node: Node;
  /** It describes the value itself; not merely a part of it that others have too, such as a base in `allOf`. */
  readonly isOwn: boolean;
}

/**
 * How values of a schema are written in XML.
 *
 * @param around - schemas of the same value whose elements this one is in, none of which it can be again
 */
export function readXmlShape(
  document: Document,
  described: Node,
  inferred: Inferred = {},
  around: readonly unknown[] = [],
): XmlShape {
  const schema = targetOf(document, described);
  const target = referenceToElement(document, schema);
  const outer = around.includes(target?.value) ? undefined : target;
  const layers = outer ? [{ node: schema, isOwn: true }] : listLayers(document, schema);
  const field = (key: string): unknown => firstOf(layers, (layer) => own(xmlOf(document, layer), key));
  const component = outer ? undefined : firstOf(layers, ({ node, isOwn }) => (isOwn ? componentOf(node) : undefined));
  const given = text(field('name'));
  const nodeType =
    nodeTypes.find((type) => type === field('nodeType')) ?? (field('attribute') === true ? 'attribute' : undefined);
  const isWrapped = nodeType === 'element' || field('wrapped') === true;
  const below = new Map<string, XmlShape>();
  const read = (key: string, node: Node, names: Inferred): XmlShape => {
    let shape = below.get(key);
    if (!shape) below.set(key, (shape = readXmlShape(document, node, names)));
    return shape;
  };
  return {
    nodeType,
    isWrapped,
    isList: layers.some(({ node }) => isListSchema(node.value)),
    name: given ?? inferName(document, component, inferred),
    prefix: text(field('prefix')),
    namespace: text(field('namespace')),
    inside: outer && readXmlShape(document, outer, inferred, [...around, schema.value, outer.value]),
    property: (name) => {
      const declared = firstNode(layers, 'properties', name);
      if (declared) return read(`.${name}`, declared, { name });
      return readXmlShape(document, firstNode(layers, 'additionalProperties') ?? nothing(schema), { name });
    },
    item: (index) => {
      const wrapper = isWrapped ? given : undefined;
      const names: Inferred =
        inferred.name === undefined
          ? { last: given ?? component ?? inferred.last }
          : { name: wrapper ?? inferred.name, last: component };
      const inOrder = firstNode(layers, 'prefixItems', String(index));
      if (inOrder) return read(String(index), inOrder, names);
      return read('items', firstNode(layers, 'items') ?? nothing(schema), names);
    },
  };
}

/** What a schema that is nothing but a reference leads to. */
function targetOf(document: Document, schema: Node): Node {
  const reference = referenceOf(schema.value);
  const isBare = reference !== undefined && Object.keys(schema.value as object).length === 1;
  return isBare ? follow(document, reference, schema, ignore) : schema;
}

/** Since 3.2 a component keeps its name where a property refers to it; before, it is named by the property. */
function inferName(document: Document, component: string | undefined, inferred: Inferred): string | undefined {
  const names = document.version === '3.2' ? [component, inferred.name] : [inferred.name, component];
  return [...names, inferred.last].find((name) => name !== undefined);
}

/** The target of a reference that is itself an element, and so one around that of its target (OpenAPI 3.2.0, 4.26.2). */
function referenceToElement(document: Document, schema: Node): Node | undefined {
  const reference = referenceIn(schema.value);
  const isElement = document.version === '3.2' && own(own(schema.value, 'xml'), 'nodeType') === 'element';
  return isElement && reference !== undefined ? follow(document, reference, schema, ignore) : undefined;
}

/** A schema, what it refers to, what `allOf` adds and what `anyOf` and `oneOf` offer; each once. */
function listLayers(
  document: Document,
  node: Node,
  isOwn = true,
  layers: Layer[] = [],
  seen = new Set<unknown>(),
): Layer[] {
  const { value } = node;
  if (!isObject(value) || seen.has(value)) return layers;
  seen.add(value);
  const add = (part: Node, sameValue: boolean): unknown => listLayers(document, part, isOwn && sameValue, layers, seen);
  const reference = referenceIn(value);
  // The siblings of a reference are ignored before 3.1.
  const isAlone = reference !== undefined && (document.version === '2.0' || document.version === '3.0');
  if (!isAlone) layers.push({ node, isOwn });
  if (reference !== undefined) add(follow(document, reference, node, ignore), true);
  if (isAlone) return layers;
  const all = elements(child(node, 'allOf')).filter(({ value: part }) => !isRemark(part));
  for (const part of all) add(part, all.length === 1 || referenceIn(part.value) === undefined);
  const branches = ['anyOf', 'oneOf']
    .flatMap((keyword) => elements(child(node, keyword)))
    .filter((branch) => own(branch.value, 'type') !== 'null');
  for (const branch of branches) add(branch, branches.length === 1);
  return layers;
}

/** The XML Object that counts. Since 3.2 a reference is no node unless it says so, and then its name counts neither. */
function xmlOf(document: Document, { node: { value }, isOwn }: Layer): unknown {
  const xml = isOwn ? own(value, 'xml') : undefined;
  const isNone = document.version === '3.2' && referenceIn(value) !== undefined && own(xml, 'nodeType') === undefined;
  return isNone && own(xml, 'attribute') !== true ? undefined : xml;
}

function referenceIn(value: unknown): string | undefined {
  return referenceOf(value) ?? text(own(value, '$dynamicRef'));
}

/** Whether a schema says something about values without describing any. */
function isRemark(value: unknown): boolean {
  return isObject(value) && Object.keys(value).every((key) => key === 'title' || annotationKeywords.has(key));
}

function componentOf({ pointer }: Node): string | undefined {
  return /^\/(?:components\/schemas|definitions)\/([^/]+)$/
    .exec(pointer)?.[1]
    ?.replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

function isListSchema(value: unknown): boolean {
  return [own(value, 'type')].flat().includes('array') || own(value, 'items') !== undefined;
}

function firstOf<T>(layers: readonly Layer[], read: (layer: Layer) => T | undefined): T | undefined {
  for (const layer of layers) {
    const found = read(layer);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstNode(layers: readonly Layer[], ...steps: string[]): Node | undefined {
  return firstOf(layers, ({ node }) => {
    const found = elementOf(node, steps);
    return found.value === undefined ? undefined : found;
  });
}

function elementOf(node: Node, [keyword, key]: readonly string[]): Node {
  const holder = child(node, keyword!);
  if (key === undefined) return holder;
  return Array.isArray(holder.value) ? (elements(holder)[Number(key)] ?? nothing(node)) : child(holder, key);
}

/** A schema that says nothing. */
function nothing({ uri, pointer }: Node): Node {
  return { value: undefined, uri, pointer };
}

// A reference that leads nowhere was told when the input schema was made.
const ignore = (): void => undefined;
