import { rename, writeFile } from 'node:fs/promises';
import type { ToolDefinition } from '../surface/surface.ts';

const width = 120;

/** The reviewed surface as a file: one tool after the other, each part on one line where it fits, so that a diff of it is read easily. */
export function formatSurface(tools: readonly ToolDefinition[]): string {
  return `${write(tools, '', 0)}\n`;
}

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, text);
  await rename(draft, path);
}

/** @param used - characters before the value and after it on its line */
function write(value: unknown, indent: string, used: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item: unknown) => ['', item])
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [`${JSON.stringify(key)}: `, member]);
  const [open, close, space] = Array.isArray(value) ? ['[', ']', ''] : ['{', '}', ' '];
  if (entries.length === 0) return open + close;
  const flat = entries.map(([key, member]) => key + write(member, '', -Infinity)).join(', ');
  if (indent.length + used + flat.length + 2 + 2 * space.length <= width) return open + space + flat + space + close;
  const deeper = `${indent}  `;
  const lines = entries.map(([key, member]) => `${deeper}${key}${write(member, deeper, key.length + 1)}`);
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
