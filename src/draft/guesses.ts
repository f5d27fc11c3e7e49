import type { JsonObject } from '../base/json.ts';
import type { FoldedPath } from './fold-paths.ts';

/** What was taken for a parameter, as a person reads it. */
export function tellPath({ template, parts }: FoldedPath): string[] {
  return parts.flatMap((part) => {
    if ('literal' in part) return [];
    const count = new Set(part.values).size;
    return count === 0
      ? []
      : [`${template}: ${part.parameter} is a parameter, from ${count === 1 ? 'one value' : `${count} values`}`];
  });
}

export function tellOperation({ template }: FoldedPath, method: string, operation: JsonObject): string[] {
  const at = `${method} ${template}`;
  const parameters = (operation['parameters'] ?? []) as readonly { in: string; name: string; required?: boolean }[];
  const required = parameters.filter((parameter) => parameter.in !== 'path' && parameter.required === true);
  const told: string[] = [];
  if (required.length > 0)
    told.push(`${at}: ${required.map(({ name }) => name).join(', ')} came with every request, so required`);
  if (operation['requestBody'] !== undefined) told.push(`${at}: fields that every recorded body had are required`);
  const statuses = Object.keys(operation['responses'] as object);
  if (!statuses.some((status) => /^2/.test(status)))
    told.push(`${at}: no successful answer was recorded, so its form is not known`);
  return told;
}

export function tellSchemes(schemes: ReadonlyMap<string, JsonObject>): string[] {
  return [...schemes].map(([name, scheme]) => {
    const { in: place, name: field } = scheme as { readonly in?: string; readonly name?: string };
    const where = place === undefined ? '' : ` (${place} ${field})`;
    return `security: ${name}${where} was seen, its value was not copied; set it with --credential ${name}=env:NAME`;
  });
}
