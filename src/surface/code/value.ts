import { hasExactNumbers, quoteInexactNumbers } from '../../base/exact.ts';
import { isObject, type Json, own } from '../../base/json.ts';
import { type Content, errorMeta, type ToolResult } from '../../catalog/tool-result.ts';
import type { Answer } from '../sandbox/run.ts';

/** The result of a call as code gets it: its value, or what the error of it says. */
export function toAnswer(result: ToolResult): Answer {
  if (result.isError !== true) return { ok: true, json: exactJson(result) ?? JSON.stringify(valueOf(result)) };
  const message = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
  const { code = 'INTERNAL', status, retryAfter } = (result._meta?.[errorMeta] ?? {}) as Record<string, unknown>;
  return {
    ok: false,
    json: JSON.stringify({ code, message: message.replace(`${String(code)}: `, ''), status, retryAfter }),
    failure: message.split('\n')[0]!,
  };
}

/** JSON with numbers that a parser would round is told as text alone; to code these are strings, which can be sent back. */
function exactJson({ structuredContent, content: [part, ...others] }: ToolResult): string | undefined {
  if (structuredContent !== undefined || part?.type !== 'text' || others.length > 0) return undefined;
  if (!/^[[{]/.test(part.text) || hasExactNumbers(part.text)) return undefined;
  const json = quoteInexactNumbers(part.text);
  try {
    JSON.parse(json);
    return json;
  } catch {
    return undefined;
  }
}

/** JSON is its value, text a string, anything else its type and bytes; several parts are an array. */
function valueOf({ structuredContent, content }: ToolResult): Json {
  if (structuredContent !== undefined) return structuredContent;
  const values = content.map((part): Json => {
    switch (part.type) {
      case 'text':
        return part.text;
      case 'image':
      case 'audio':
        return { mimeType: part.mimeType, base64: part.data };
      case 'resource':
        return { mimeType: part.resource.mimeType, base64: part.resource.blob, uri: part.resource.uri };
      default:
        return part satisfies never;
    }
  });
  return values.length === 1 ? values[0]! : values;
}

/** The value of a run as a model reads it: files in it become content of their own, and a word in their place. */
export function toContent(json: string): Content[] {
  const files: Content[] = [];
  const value = takeFiles(JSON.parse(json) as Json, files);
  const text = typeof value === 'string' ? value : files.length === 0 ? json : JSON.stringify(value);
  return [{ type: 'text', text }, ...files];
}

function takeFiles(value: Json, files: Content[]): Json {
  if (Array.isArray(value)) return value.map((item: Json) => takeFiles(item, files));
  if (!isObject(value)) return value;
  const file = asFile(value);
  if (file) {
    files.push(file);
    return `[file ${files.length}]`;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, takeFiles(member as Json, files)]));
}

/** What {@link valueOf} makes of a file, and nothing else. */
function asFile(value: object): Content | undefined {
  const [mimeType, data, uri] = ['mimeType', 'base64', 'uri'].map((key) => own(value, key));
  if (typeof mimeType !== 'string' || typeof data !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(data))
    return undefined;
  const keys = Object.keys(value).length;
  if (uri === undefined && keys === 2 && /^(image|audio)\//.test(mimeType))
    return { type: mimeType.startsWith('image/') ? 'image' : 'audio', mimeType, data };
  if (typeof uri !== 'string' || keys !== 3) return undefined;
  return { type: 'resource', resource: { uri, mimeType, blob: data } };
}
