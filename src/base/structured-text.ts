import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import { messageOf, RoutewrightError } from './errors.ts';

/** Bounds on what a text may hold. */
export interface TextLimits {
  /** Deepest nesting of objects and arrays. */
  readonly depth: number;
  /** Values in the whole tree, aliases counted each time they are used. */
  readonly nodes: number;
  /** YAML aliases (`*name`). */
  readonly aliases: number;
}

export const defaultTextLimits: TextLimits = { depth: 200, nodes: 5_000_000, aliases: 10_000 };

/**
 * The value that a JSON or YAML text holds. JSON.parse comes first because it is ten times faster, then js-yaml
 * (YAML 1.2, core schema, merge keys: no dates, no octal surprises), then `yaml` in its lenient mode, so that what any
 * tool can read is read.
 *
 * @throws {RoutewrightError} SPEC_EMPTY, SPEC_IS_HTML, SPEC_NOT_PARSEABLE (with line and column), SPEC_TOO_DEEP,
 *   SPEC_TOO_MANY_ALIASES
 */
export async function parseText(
  source: string,
  file: string,
  limits: TextLimits = defaultTextLimits,
): Promise<unknown> {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  const start = text.trimStart().slice(0, 15).toLowerCase();
  if (start === '') {
    throw new RoutewrightError('SPEC_EMPTY', `Nothing to read: ${file} is empty`, {
      hint: 'Check what was written to the file or piped in.',
    });
  }
  if (/^<(!doctype|!--|html|head|body)/.test(start)) {
    throw new RoutewrightError('SPEC_IS_HTML', `${file} is a web page, not an OpenAPI document`, {
      hint: 'Use the URL of the document itself (FastAPI: /openapi.json), not of the page that shows it.',
    });
  }
  let jsonError: unknown;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // A text that is no JSON is refused at its first characters. `{` and a quote mean JSON, other braces may be YAML's.
    if (/^\s*(\[|\{\s*["}]|\{\s*$)/.test(text)) jsonError = error;
  }
  try {
    return load(text, {
      schema: CORE_SCHEMA.withTags(mergeTag),
      json: true,
      maxDepth: limits.depth + 1, // it counts the scalars inside too
      maxAliases: limits.aliases,
    });
  } catch (error) {
    throwIfBounded(error, file, limits);
    return await parseLeniently(text, file, limits, jsonError, error);
  }
}

function throwIfBounded(error: unknown, file: string, limits: TextLimits): void {
  const message = messageOf(error);
  if (/alias/i.test(message) && /exce|limit|max/i.test(message)) {
    throw new RoutewrightError('SPEC_TOO_MANY_ALIASES', `${file} uses more than ${limits.aliases} YAML aliases`, {
      hint: 'Replace the aliases by $refs, or raise `limits.documentAliases`.',
    });
  }
  if (error instanceof RangeError || (/depth|nesting/i.test(message) && /exceed|limit|max/i.test(message))) {
    throw tooDeep(file, limits);
  }
}

function tooDeep(file: string, limits: TextLimits): RoutewrightError {
  return new RoutewrightError('SPEC_TOO_DEEP', `${file} is nested deeper than ${limits.depth} levels`, {
    hint: 'A document this deep is almost always damaged, or a YAML alias in it contains itself; mend it at its source.',
  });
}

/** The last resort for a text that js-yaml refuses, say for a tag it does not know: any value that comes without errors. */
async function parseLeniently(
  text: string,
  file: string,
  limits: TextLimits,
  jsonError: unknown,
  yamlError: unknown,
): Promise<unknown> {
  const { parseDocument } = await import('./lazy/yaml.ts');
  try {
    const document = parseDocument(text, {
      strict: false,
      uniqueKeys: false,
      logLevel: 'silent',
      merge: true,
      resolveKnownTags: false,
    });
    if (document.errors.length === 0) return document.toJS({ maxAliasCount: limits.aliases }) as unknown;
  } catch (error) {
    // Beyond the bounds, that is the fault; else the error that was found first is told, since it names the place.
    throwIfBounded(error, file, limits);
  }
  const reported = jsonError ?? yamlError;
  const mark = yamlError instanceof YAMLException ? yamlError.mark : undefined;
  const place =
    jsonError === undefined ? mark && { line: mark.line + 1, column: mark.column + 1 } : await firstJsonFault(text);
  throw new RoutewrightError(
    'SPEC_NOT_PARSEABLE',
    `${file} is neither valid JSON nor valid YAML: ${firstLine(messageOf(reported))}`,
    {
      hint: 'Mend the syntax at the place given. Was the file cut off while it was downloaded or written?',
      ...(place ? { location: { file, ...place } } : {}),
      cause: reported,
    },
  );
}

/** Where a JSON text breaks; the message of JSON.parse names no place, or only an offset. */
async function firstJsonFault(text: string): Promise<{ line: number; column: number } | undefined> {
  const { visit } = await import('./lazy/jsonc-parser.ts');
  const faults: { line: number; column: number }[] = [];
  visit(
    text,
    {
      onError: (_code, _offset, _length, line, character) =>
        void faults.push({ line: line + 1, column: character + 1 }),
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  return faults[0];
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]!.trim();
}

/**
 * Walks a parsed value once, within its bounds, and tells whether it may refer to other documents or give parts of
 * itself names (`$id`, `$anchor`, `$self`), which most do not.
 *
 * @throws {RoutewrightError} SPEC_TOO_DEEP, SPEC_TOO_MANY_NODES
 */
export function surveyTree(
  root: unknown,
  file: string,
  limits: TextLimits = defaultTextLimits,
): { nodes: number; hasExternalRefs: boolean; hasNames: boolean } {
  let nodes = 0;
  let hasExternalRefs = false;
  let hasNames = false;
  const count = (): void => {
    if (++nodes > limits.nodes) {
      throw new RoutewrightError(
        'SPEC_TOO_MANY_NODES',
        `${file} holds more than ${limits.nodes} values once its aliases are followed`,
        {
          hint: 'Check YAML anchors and aliases: a few lines of them can stand for billions of values.',
        },
      );
    }
  };
  const visit = (value: unknown, depth: number): void => {
    count();
    if (typeof value !== 'object' || value === null) return;
    if (depth >= limits.depth) throw tooDeep(file, limits);
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1);
      return;
    }
    for (const key in value) {
      const member = (value as Record<string, unknown>)[key];
      if (typeof member === 'string') {
        count();
        if (key.charCodeAt(0) !== 36) continue; // $
        if (key === '$ref')
          hasExternalRefs ||= member.charCodeAt(0) !== 35; // #
        else hasNames ||= key === '$id' || key === '$anchor' || key === '$dynamicAnchor' || key === '$self';
      } else visit(member, depth + 1);
    }
  };
  visit(root, 0);
  return { nodes, hasExternalRefs, hasNames };
}
