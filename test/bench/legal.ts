import { Ajv2020 } from 'ajv/dist/2020.js';
import { isObject } from '../../src/base/json.ts';
import { parsePointer } from '../../src/base/json-pointer.ts';
import type { Tool } from '../../src/catalog/tool.ts';

/** Keywords that clients refuse at the root of an input schema. */
const refusedAtRoot = ['$ref', 'oneOf', 'anyOf', 'allOf', 'not', 'if', 'enum', 'const'];
/** Keywords whose values are no schemas, whatever they look like. */
const plainValues = new Set(['enum', 'const', 'default', 'examples', 'required', 'dependentRequired']);
/** Keywords that hold schemas by names which mean nothing themselves. */
const schemaMaps = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);

/**
 * Every reason for which some client would refuse these tools, or the whole list with them: what Claude, OpenAI,
 * Gemini, Bedrock and Cursor demand together, and JSON Schema 2020-12 itself. One line a reason.
 */
export function findIllegal(tools: readonly Tool[], nameLength = 48): string[] {
  const problems: string[] = [];
  const names = new Map<string, string>();
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false, inlineRefs: false });
  for (const tool of tools) {
    for (const problem of [
      ...problemsOfName(tool, nameLength, names),
      ...problemsOfText(tool),
      ...problemsOfSchema(ajv, tool),
    ])
      problems.push(`${tool.name} (${tool.operation.id}): ${problem}`);
  }
  return problems;
}

function problemsOfName({ name }: Tool, nameLength: number, names: Map<string, string>): string[] {
  const folded = name.toLowerCase().replaceAll('_', '');
  const same = names.get(folded);
  names.set(folded, name);
  return [
    ...(/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? [] : ['the name has illegal characters']),
    ...(name.length <= nameLength ? [] : [`the name has ${name.length} characters`]),
    ...(same === undefined ? [] : [`the name is the same as ${same}`]),
  ];
}

function problemsOfText({ title, description }: Tool): string[] {
  return [
    ...(title.trim() === '' ? ['no title'] : []),
    ...(description.trim() === '' ? ['no description'] : []),
    ...(description.length <= 2048 ? [] : [`the description has ${description.length} characters`]),
  ];
}

function problemsOfSchema(ajv: Ajv2020, { inputSchema: schema }: Tool): string[] {
  const properties = Object.keys(schema.properties);
  return [
    ...(schema.type === 'object' ? [] : ['the root is no object']),
    ...refusedAtRoot.filter((keyword) => Object.hasOwn(schema, keyword)).map((keyword) => `${keyword} at the root`),
    ...properties.filter((key) => !/^[a-zA-Z0-9_]{1,64}$/.test(key)).map((key) => `illegal property ${key}`),
    ...(schema.required ?? [])
      .filter((key) => !properties.includes(key))
      .map((key) => `${key} is required but unknown`),
    ...listReferences(schema)
      .filter((reference) => !resolves(schema, reference))
      .map((reference) => `$ref ${reference}`),
    ...whyNotCompiled(ajv, schema),
  ];
}

/** One ajv reads the meta-schema once; what it has compiled is forgotten, or GitHub's tools would fill the memory. */
function whyNotCompiled(ajv: Ajv2020, schema: object): string[] {
  try {
    ajv.compile(schema);
    return [];
  } catch (error) {
    return [`it does not compile: ${(error as Error).message}`];
  } finally {
    ajv.removeSchema(schema);
  }
}

/** The references in a schema: only where a `$ref` is a keyword, not a property of that name. */
function listReferences(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(listReferences);
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, member]) => {
    if (keyword === '$ref' && typeof member === 'string') return [member];
    if (plainValues.has(keyword)) return [];
    return schemaMaps.has(keyword) && isObject(member)
      ? Object.values(member).flatMap(listReferences)
      : listReferences(member);
  });
}

function resolves(schema: unknown, reference: string): boolean {
  if (!reference.startsWith('#/$defs/')) return false;
  let value = schema;
  for (const step of parsePointer(reference.slice(1)))
    value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return isObject(value);
}
