import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseText } from '../base/structured-text.ts';
import type { CheckedText, ListedTool } from '../check/subject.ts';

/** A file that holds a list of tools. */
export interface ToolListFile extends CheckedText {
  readonly tools: readonly ListedTool[];
  /** Where the list is in it. */
  readonly pointer: string;
}

/** The list of tools in a file; nothing when it is something else, which whoever reads it next says. */
export async function readToolList(path: string): Promise<ToolListFile | undefined> {
  if (!path.endsWith('.json')) return undefined;
  const text = await readFile(path, 'utf8').catch(() => '');
  // An OpenAPI document may be large, and is parsed elsewhere.
  if (!/"(inputSchema|input_schema)"/.test(text) && text.trim() !== '[]') return undefined;
  const root = await parseText(text, path);
  const { findToolList } = await import('../check/tool-list.ts');
  const list = findToolList(root);
  return list && { uri: pathToFileURL(resolve(path)).href, text, root, ...list };
}
