import { readFile, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RoutewrightError } from '../base/errors.ts';
import { childPointer } from '../base/json-pointer.ts';
import { parseText } from '../base/structured-text.ts';
import type { Tool } from '../catalog/tool.ts';
import { toDefinition } from '../surface/direct.ts';
import { isBreaking } from './compare/change.ts';
import { comparedListing, comparedTool, compareSurfaces } from './compare/compare-surfaces.ts';
import type { Finding } from './finding.ts';
import { surfaceDrift } from './rules/surface-drift.ts';
import type { CheckedText } from './subject.ts';
import { formatSurface, writeWhole } from './surface-file.ts';
import { findToolList } from './tool-list.ts';

/** A reviewed list of tools, and the tools that should be in it. */
export interface ReviewedFile {
  readonly path: string;
  readonly tools: readonly Tool[];
}

/**
 * The files that hold what was reviewed: the one that is named, or in a folder one an API, `<api>.tools.json`. A single
 * document is called by its file there.
 */
export async function reviewedFiles(
  against: string,
  target: string,
  apis: readonly string[],
  tools: readonly Tool[],
): Promise<ReviewedFile[]> {
  const isFolder = (await stat(against).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder) return [{ path: against, tools }];
  if (apis.length === 1 && apis[0] === 'api')
    return [{ path: join(against, `${basename(target, extname(target))}.tools.json`), tools }];
  return apis.map((api) => ({
    path: join(against, `${api}.tools.json`),
    tools: tools.filter((tool) => tool.api === api),
  }));
}

/**
 * Each difference from what was reviewed, as a finding at its tool.
 *
 * @throws {RoutewrightError} SURFACE_UNREADABLE
 */
export async function compareWithReviewed(
  path: string,
  tools: readonly Tool[],
): Promise<{ findings: Finding[]; text: CheckedText }> {
  const source = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, 'it cannot be read', cause);
  });
  const root = await parseText(source, path);
  const list = findToolList(root);
  if (!list) throw unreadable(path, 'it holds no list of tools');
  const text = { uri: pathToFileURL(resolve(path)).href, text: source, root };
  // One name may be there twice, of which the last one counts.
  const positions = new Map(list.tools.map(({ name }, index) => [name, index]));
  const changes = compareSurfaces(list.tools.map(comparedListing), tools.map(comparedTool));
  const findings = changes.map((change): Finding => {
    const position = positions.get(change.tool);
    return {
      rule: surfaceDrift.code,
      level: surfaceDrift.level,
      message: `${change.tool} ${change.message}${isBreaking(change) ? '; this breaks whoever calls it' : ''}.`,
      tool: change.tool,
      uri: text.uri,
      pointer: position === undefined ? list.pointer : childPointer(list.pointer, position, 'name'),
    };
  });
  return { findings, text };
}

/** Makes these tools the reviewed ones. */
export async function writeReviewed(path: string, tools: readonly Tool[]): Promise<void> {
  await writeWhole(path, formatSurface(tools.map(toDefinition)));
}

function unreadable(path: string, reason: string, cause?: unknown): RoutewrightError {
  return new RoutewrightError('SURFACE_UNREADABLE', `${path} is no reviewed list of tools: ${reason}`, {
    hint: '`--update` writes it.',
    cause,
  });
}
