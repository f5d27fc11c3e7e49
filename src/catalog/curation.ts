import { isObject, own, text } from '../base/json.ts';
import type { Operation } from '../spec/operation.ts';

/** What a document says about an operation as a tool, in `x-routewright` (or `x-mcp`, which others read too). */
export interface Curation {
  readonly hidden: boolean;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly annotations: Readonly<Record<string, boolean>>;
  /** Whether it has an output schema, whatever is configured. */
  readonly outputSchema: boolean | undefined;
  /** Capabilities that a client must have declared to call it, such as `elicitation`: somebody who can be asked. */
  readonly requires: readonly string[];
  /** It is listed even where the others are found by a search. */
  readonly pinned: boolean;
}

const hints = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;

/**
 * `x-routewright: false` or `{ hide, pin, name, description, annotations, outputSchema, requires }` on an operation or
 * path item.
 */
export function readCuration({ extensions }: Operation): Curation {
  const value = own(extensions, 'x-routewright') ?? own(extensions, 'x-mcp');
  const options = isObject(value) ? value : {};
  const given = own(options, 'annotations');
  const requires = own(options, 'requires');
  return {
    pinned: own(options, 'pin') === true,
    hidden: value === false || own(options, 'hide') === true || own(options, 'enabled') === false,
    name: filled(own(options, 'name')),
    description: filled(own(options, 'description')),
    annotations: Object.fromEntries(
      hints.flatMap((hint) => (typeof own(given, hint) === 'boolean' ? [[hint, own(given, hint) as boolean]] : [])),
    ),
    outputSchema:
      typeof own(options, 'outputSchema') === 'boolean' ? (own(options, 'outputSchema') as boolean) : undefined,
    requires: Array.isArray(requires) ? requires.filter((name) => typeof name === 'string') : [],
  };
}

/** A text with something in it. */
function filled(value: unknown): string | undefined {
  const words = text(value)?.trim();
  return words === '' ? undefined : words;
}
