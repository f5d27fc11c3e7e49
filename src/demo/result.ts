import type { CallToolResult } from '@modelcontextprotocol/client';
import { own } from '../base/json.ts';

/** All text of a result. */
export function textOf({ content }: CallToolResult): string {
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

/** The picture, sound or file in a result; empty where there is none. */
export function bytesOf({ content }: CallToolResult): Buffer {
  for (const part of content) {
    if (part.type === 'image' || part.type === 'audio') return Buffer.from(part.data, 'base64');
    if (part.type === 'resource' && 'blob' in part.resource) return Buffer.from(part.resource.blob, 'base64');
  }
  return Buffer.alloc(0);
}

/** The member of nested objects under these names. */
export function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(own, value);
}

/** The list under this name in the structured content; empty where there is none. */
export function listOf({ structuredContent }: CallToolResult, name: string): readonly unknown[] {
  const list = at(structuredContent, name);
  return Array.isArray(list) ? (list as unknown[]) : [];
}

/** Seconds to wait before the next attempt, as the gateway tells it to programs. */
export function retryAfterOf({ _meta }: CallToolResult): number | undefined {
  const seconds = at(_meta?.['routewright/error'], 'retryAfter');
  return typeof seconds === 'number' ? seconds : undefined;
}
