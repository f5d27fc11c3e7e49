import { isObject, type Json, own, text } from '../base/json.ts';
import { parsePointer } from '../base/json-pointer.ts';
import { formatPath } from './explain.ts';

const mostDetail = 2000;
const mostProblems = 20;

/** What the body of an error says. */
export interface Failure {
  readonly message: string | undefined;
  readonly problems: readonly string[];
  /** The body, where it says more than was understood. */
  readonly rest: string | undefined;
}

/** Members that the message or the status line say already. */
const understood = new Set([
  'message',
  'detail',
  'title',
  'status',
  'type',
  'error',
  'errors',
  'msg',
  'instance',
  'statuscode',
  'error_description',
  'invalid-params',
  'invalidparams',
  'violations',
  'details',
  'timestamp',
  'path',
]);

/**
 * The shapes that APIs report errors in: problem+json (RFC 9457), `message`, `error`, `error_description` (RFC 6749),
 * FastAPI's `detail`, lists and maps of `errors`, and maps from fields to what is wrong with them.
 */
export function readJsonFailure(value: Json): Failure {
  if (typeof value === 'string') return { message: cut(withoutStack(value)), problems: [], rest: undefined };
  if (!isObject(value)) {
    const problems = readProblems(value);
    return { message: undefined, problems, rest: problems.length > 0 ? undefined : show(value) };
  }
  const of = (key: string): unknown => own(value, key) ?? own(value, key.charAt(0).toUpperCase() + key.slice(1));
  const [nested, detail] = [of('error'), of('detail')];
  const message = [
    of('error_description'),
    detail,
    of('message'),
    own(nested, 'message'),
    nested,
    of('msg'),
    of('title'),
    of('error_message'),
    of('errorMessage'),
    of('reason'),
  ]
    .map(text)
    .find((words) => words !== undefined && words.trim() !== '');
  const lists = [
    'detail',
    'message',
    'error',
    'errors',
    'invalid-params',
    'invalidParams',
    'violations',
    'details',
  ].map(of);
  const inside = [own(nested, 'errors'), own(nested, 'details'), own(detail, 'errors')];
  const problems = [...lists, ...inside].flatMap(readProblems);
  if (message === undefined && problems.length === 0) {
    const fields = Object.values(value).every(isWordList) ? readProblems(value) : [];
    return {
      message: undefined,
      problems: fields.slice(0, mostProblems),
      rest: fields.length > 0 ? undefined : show(value),
    };
  }
  const more =
    Object.keys(withoutTraces(value) as object).some((key) => !understood.has(key.toLowerCase())) ||
    (isObject(nested) && Object.keys(nested).some((key) => !['message', 'errors', 'details', 'status'].includes(key)));
  return {
    message: message === undefined ? undefined : cut(withoutStack(message)),
    problems: [...new Set(problems)].slice(0, mostProblems),
    rest: more ? show(value) : undefined,
  };
}

function isWordList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string');
}

function readProblems(list: unknown): string[] {
  if (Array.isArray(list)) return list.flatMap((item: unknown) => readProblem(item) ?? []);
  // `{field: ["is too short"]}`, as Rails, Laravel and Django write it, or `{field: "is too short"}` below `errors`.
  if (!isObject(list) || 'message' in list || 'code' in list) return [];
  return Object.entries(list).flatMap(([field, words]) => {
    if (typeof words === 'string') return [cut(`${field}: ${words}`)];
    return isWordList(words) ? [cut(`${field}: ${(words as string[]).join(', ')}`)] : [];
  });
}

function readProblem(item: unknown): string | undefined {
  if (typeof item === 'string') return cut(withoutStack(item));
  const words = ['msg', 'message', 'detail', 'reason', 'description', 'title', 'code']
    .map((key) => text(own(item, key)))
    .find((part) => part !== undefined);
  if (words === undefined) return isObject(item) ? show(item) : undefined;
  const place = placeOf(item);
  return cut(withoutStack(place === undefined || place === '' ? words : `${place}: ${words}`));
}

/** FastAPI's `loc` (`["body", "price"]`), a JSON pointer, or the name of a field. */
function placeOf(item: unknown): string | undefined {
  const loc = own(item, 'loc');
  if (Array.isArray(loc)) {
    const steps = loc.map(String);
    return formatPath(
      ['query', 'path', 'header', 'cookie'].includes(steps[0] ?? '') && steps.length > 1 ? steps.slice(1) : steps,
    );
  }
  const named = ['pointer', 'field', 'name', 'param', 'parameter', 'path', 'property', 'propertyPath']
    .map((key) => own(item, key))
    .find((part) => typeof part === 'string' || Array.isArray(part));
  if (Array.isArray(named)) return formatPath(named.map(String));
  if (typeof named === 'string') return fromPointer(named);
  const source = own(item, 'source'); // JSON:API
  return fromPointer(text(own(source, 'pointer'))) ?? text(own(source, 'parameter')) ?? text(own(source, 'header'));
}

function fromPointer(place: string | undefined): string | undefined {
  return place !== undefined && /^#?\//.test(place) ? formatPath(parsePointer(place.replace(/^#/, ''))) : place;
}

function show(value: unknown): string {
  return cut(JSON.stringify(withoutTraces(value)));
}

const traces = /^(stack|stack_?trace|trace|traceback|backtrace|exception_?details)$/i;

/** What frameworks tell a developer about their own code is nothing to a model. */
function withoutTraces(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutStack(value);
  if (Array.isArray(value)) return depth > 20 ? [] : value.map((item) => withoutTraces(item, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !traces.test(key) && depth <= 20)
      .map(([key, member]) => [key, withoutTraces(member, depth + 1)]),
  );
}

/** The words before a stack; of a Python traceback, which ends in them, the last line. */
export function withoutStack(words: string): string {
  const python = words.indexOf('Traceback (most recent call last)');
  if (python >= 0) return `${words.slice(0, python)}${words.trimEnd().split('\n').at(-1)!.trim()}`.trim();
  const frame = /\s+at\s+(?:async\s+)?[\w$.<>[\] ]*\s?\(?[^\s()]+:\d+(?::\d+)?\)|\n\s+at\s+[\w$.]+[(/][^\n]*/.exec(
    words,
  );
  return frame ? words.slice(0, frame.index).trimEnd() : words;
}

/** The beginning of a text that is long, and how long it is. */
export function cut(words: string, length = mostDetail): string {
  return words.length <= length ? words : `${words.slice(0, length).toWellFormed()}… (${words.length} characters)`;
}
