import type { ErrorObject } from 'ajv';
import { isObject } from '../base/json.ts';

const mostText = 200;

/** What an error's keyword wanted, in words that fit after "expected"; nothing where its own message says it better. */
export function expectation(error: ErrorObject): string | undefined {
  const params = error.params as Record<string, unknown>;
  const schema = isObject(error.parentSchema) ? error.parentSchema : {};
  const limit = String(params['limit']);
  switch (error.keyword) {
    case 'type':
      return [params['type']]
        .flat()
        .map((type) => withArticle(String(type), schema))
        .join(' or ');
    case 'enum': {
      const allowed = (params['allowedValues'] as unknown[]).map((value) => JSON.stringify(value));
      return `one of ${allowed.slice(0, 20).join(', ')}${allowed.length > 20 ? ` and ${allowed.length - 20} more` : ''}`;
    }
    case 'const':
      return JSON.stringify(params['allowedValue']);
    case 'pattern': {
      const pattern = String(params['pattern']);
      return `a text that matches ${pattern.length > mostText ? `${pattern.slice(0, mostText)}…` : pattern}`;
    }
    case 'required':
      return `an object with ${String(params['missingProperty'])}`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `a number ${String(params['comparison'])} ${limit}`;
    case 'minLength':
    case 'maxLength':
      return `${atLeast(error)} ${limit} characters`;
    case 'minItems':
    case 'maxItems':
    case 'items':
      return `${atLeast(error)} ${limit} elements`;
    case 'minProperties':
    case 'maxProperties':
      return `${atLeast(error)} ${limit} properties`;
    case 'uniqueItems':
      return 'elements that are all different';
    case 'multipleOf':
      return `a multiple of ${String(params['multipleOf'])}`;
    default:
      return undefined;
  }
}

function atLeast({ keyword }: ErrorObject): string {
  return keyword.startsWith('min') ? 'at least' : 'at most';
}

export function withArticle(type: string, schema: Readonly<Record<string, unknown>>): string {
  const format = typeof schema['format'] === 'string' ? ` (${schema['format']})` : '';
  return type === 'null' ? 'null' : `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}${format}`;
}
