import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { define, isObject } from '../../../src/base/json.ts';
import { validatorOf } from '../../../src/upstream/validator.ts';
import { inputOf, type Version } from '../../catalog/document.ts';

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

/** What a translated schema says otherwise than the schema does. */
export interface Difference {
  /** `items.json: a schema given for items: wrong type of items`. */
  readonly test: string;
  readonly kind: 'refuses what is valid' | 'accepts what is not';
  /** The validator says the same of the schema as it stands, so the translation has no part in it. */
  readonly byValidator: boolean;
}

/**
 * Holds each schema of a draft's tests, translated as the schema of a body, against its instances.
 *
 * @param left - files that are about what OpenAPI does not have
 */
export async function compareSuite(
  folder: string,
  version: Version,
  left: ReadonlySet<string>,
): Promise<{ readonly compared: number; readonly differences: Difference[] }> {
  const differences: Difference[] = [];
  let compared = 0;
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json') && !left.has(name)).sort()) {
    for (const { description, schema, tests } of JSON.parse(await readFile(join(folder, file), 'utf8')) as Group[]) {
      const accepts = await acceptanceOf(schema, version);
      for (const test of tests) {
        compared++;
        if (accepts(test.data) === test.valid) continue;
        const kind = test.valid ? 'refuses what is valid' : 'accepts what is not';
        const byValidator = judgeAsItStands(schema, test.data, version) === !test.valid;
        differences.push({ test: `${file}: ${description}: ${test.description}`, kind, byValidator });
      }
    }
  }
  return { compared, differences };
}

/** What ajv says of a schema that nobody translated; what it cannot read, it does not judge. */
function judgeAsItStands(schema: unknown, data: unknown, version: Version): boolean | undefined {
  if (version !== '3.1' && version !== '3.2') return undefined;
  try {
    return new Ajv2020({ strict: false, validateFormats: false }).validate(schema as object, data);
  } catch {
    return undefined;
  }
}

/** What a tool takes as its body whose schema this is. */
async function acceptanceOf(schema: unknown, version: Version): Promise<(body: unknown) => boolean> {
  const place = version === '2.0' ? '#/definitions/Tested' : '#/components/schemas/Tested';
  const { tools } = await inputOf(version, { $ref: place }, { Tested: moveReferences(schema, place) });
  const validator = await validatorOf(tools[0]!);
  return (body) => validator.validate({ body }).length === 0;
}

/** References to the root of the schema as references to where it stands in the document; values stay what they are. */
function moveReferences(schema: unknown, place: string): unknown {
  if (Array.isArray(schema)) return schema.map((item) => moveReferences(item, place));
  if (!isObject(schema)) return schema;
  const moved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    const isReference = key === '$ref' && typeof value === 'string' && /^#($|\/)/.test(value);
    const isValue = key === 'enum' || key === 'const';
    define(moved, key, isReference ? place + value.slice(1) : isValue ? value : moveReferences(value, place));
  }
  return moved;
}
