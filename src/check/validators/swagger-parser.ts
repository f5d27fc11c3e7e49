import { isObject, own } from '../../base/json.ts';
import type { Document } from '../../spec/document.ts';
import { displayUri } from '../../spec/uri.ts';
import type { Finding } from '../finding.ts';
import { specInvalid } from '../rules/spec-invalid.ts';

const source = '@apidevtools/swagger-parser';

/**
 * What `validate` of @apidevtools/swagger-parser says of a document of 2.0 to 3.1, at the places it names. It follows no
 * reference out of the document. A broken reference, which ends it, is left to our own reading, which knows where it is.
 */
export async function validateWithSwaggerParser({ root, uri, version }: Document): Promise<Finding[]> {
  if (version === '3.2') return [];
  const { SwaggerParser } = await import('../../base/lazy/swagger-parser.ts');
  try {
    // It writes into what it is given.
    await SwaggerParser.validate(displayUri(uri), structuredClone(root) as never, { resolve: { external: false } });
    return [];
  } catch (error) {
    const details = own(error, 'details');
    if (Array.isArray(details)) return details.flatMap((detail) => fromDetail(uri, detail));
    return error instanceof SyntaxError || own(error, 'name') === 'SyntaxError'
      ? [fromMessage(uri, error as Error)]
      : [];
  }
}

/** An error of ajv; those that only say that an alternative failed are left to what failed in it. */
function fromDetail(uri: string, detail: unknown): Finding[] {
  if (!isObject(detail) || ['oneOf', 'anyOf', 'if'].includes(String(detail['keyword']))) return [];
  // Where a Reference Object would do too, that is told of each alternative.
  if (own(detail['params'], 'missingProperty') === '$ref') return [];
  const pointer = typeof detail['instancePath'] === 'string' ? detail['instancePath'] : '';
  const about = own(detail['params'], 'additionalProperty') ?? own(detail['params'], 'unevaluatedProperty');
  const name = typeof about === 'string' ? ` (\`${about}\`)` : '';
  return [finding(uri, pointer, `${pointer === '' ? 'The document' : 'It'} ${String(detail['message'])}${name}.`)];
}

/** A sentence that begins with the place it is about. */
function fromMessage(uri: string, { message }: Error): Finding {
  const pointer = /(?<=^|\s)(\/(?:paths|definitions|parameters)\/\S+)/.exec(message)?.[1];
  const words = message.replace(/^Validation failed\.\s*/, '').split('\n')[0]!;
  return finding(uri, pointer === undefined ? '' : toPointer(pointer), words.endsWith('.') ? words : `${words}.`);
}

/** It writes `/paths/pets/{id}/get` for the path `/pets/{id}`. */
function toPointer(written: string): string {
  const [, path, rest = ''] =
    /^\/paths(\/.*?)(\/(?:get|put|post|delete|options|head|patch|trace)(?:\/.*)?)?$/.exec(written) ?? [];
  return path === undefined ? written : `/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}${rest}`;
}

function finding(uri: string, pointer: string, message: string): Finding {
  return { rule: specInvalid.code, level: specInvalid.level, message, uri, pointer, source };
}
