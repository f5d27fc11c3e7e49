import type { Json } from '../base/json.ts';
import type { Redactor } from '../base/secrets.ts';
import type { Content, ToolResult } from '../catalog/tool-result.ts';

/**
 * A result without the secrets that the gateway knows, whatever the API echoed: in texts, in the structure, and in the
 * names of files. Bytes of images and files are left as they came.
 */
export function redactResult(result: ToolResult, redactor: Redactor): ToolResult {
  const content = result.content.map((part) => redactContent(part, redactor));
  const meta =
    result._meta === undefined ? {} : { _meta: redactor.redactValue(result._meta) as Record<string, unknown> };
  if (result.structuredContent === undefined) return { ...result, content, ...meta };
  const { structuredContent, ...rest } = result;
  const written = write(structuredContent);
  const redacted = written === undefined ? undefined : redactor.redact(written);
  if (redacted !== undefined && redacted === written) return { ...result, content, ...meta };
  const value = redacted === undefined ? undefined : parse(redacted);
  return { ...rest, content, ...(value === undefined ? {} : { structuredContent: value }), ...meta };
}

/** What is nested too deep cannot be written out again by anybody: then the text alone tells the answer. */
function write(value: Json): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** A secret that was a number leaves what is no JSON any more; then the text alone tells the answer. */
function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function redactContent(part: Content, redactor: Redactor): Content {
  switch (part.type) {
    case 'text':
      return { ...part, text: redactor.redact(part.text) };
    case 'resource':
      return { ...part, resource: { ...part.resource, uri: redactor.redact(part.resource.uri) } };
    case 'image':
    case 'audio':
      return part;
    default:
      return part satisfies never;
  }
}
