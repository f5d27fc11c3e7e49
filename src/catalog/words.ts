import { isObject, own } from '../base/json.ts';
import type { JsonSchema } from './json-schema.ts';

/** `discriminator` refuses nothing in JSON Schema, but its values are what a model needs to know. */
export function describeDiscriminator(value: unknown): string {
  const name = own(value, 'propertyName');
  const mapping = own(value, 'mapping');
  if (typeof name !== 'string' || !isObject(mapping)) return '';
  const values = Object.keys(mapping);
  return values.length === 0 || values.length > 30 ? '' : `\`${name}\` is one of ${values.join(', ')}.`;
}

/** Adds a sentence to what a schema says of itself. */
export function addDescription(schema: JsonSchema, words: string): void {
  if (words === '') return;
  const before = schema['description'];
  schema['description'] = typeof before === 'string' ? `${before} ${words}` : words;
}

/** A description that only repeats the property's name costs tokens and says nothing; a title may say more. */
export function removeNoise(name: string, value: unknown, schema: JsonSchema): void {
  const description = schema['description'];
  if (typeof description === 'string') {
    if (description.length > name.length * 3 || plain(description) !== plain(name)) return;
    delete schema['description'];
  }
  const title = own(value, 'title');
  if (typeof title === 'string' && title !== '' && plain(title) !== plain(name)) schema['description'] = title;
}

function plain(words: string): string {
  return words.toLowerCase().replace(/[^a-z0-9]/g, '');
}
