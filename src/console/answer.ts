import { stringifyExact } from '../base/exact.ts';
import { own } from '../base/json.ts';
import { estimateTokens } from '../catalog/tokens.ts';
import { errorMeta, type ToolResult } from '../catalog/tool-result.ts';
import type { Answer } from './wire.ts';

/** A result with what a person wants to know of it beside what the model is given. */
export function toAnswer(result: ToolResult, duration: number): Answer {
  const { content, structuredContent, isError, _meta: meta, authorization } = result;
  const http = meta?.['routewright/http'];
  const [status, bytes] = [own(http, 'status') ?? own(meta?.[errorMeta], 'status'), own(http, 'bytes')];
  const code = own(meta?.[errorMeta], 'code');
  const texts = content.map((part) => (part.type === 'text' ? part.text : ''));
  return {
    isError: isError === true,
    content,
    ...(structuredContent === undefined ? {} : { structured: stringifyExact(structuredContent) }),
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof bytes === 'number' ? { bytes } : {}),
    ...(typeof code === 'string' ? { code } : {}),
    duration: Math.round(duration * 10) / 10,
    tokens: estimateTokens(texts.join('\n')),
    ...(authorization ? { authorization: { url: authorization.url, message: authorization.message } } : {}),
  };
}
