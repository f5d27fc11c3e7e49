import type { Logger } from '../base/log.ts';
import type { Search } from '../catalog/search/search.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Document } from '../spec/document.ts';
import { type CodeOptions, createCodeSurface } from './code/code.ts';
import { chooseSurface, explainChoice } from './choose.ts';
import { createDirectSurface } from './direct.ts';
import { createDiscoverySurface } from './discovery/discovery.ts';
import type { Results } from './results/results.ts';
import { withReadResult } from './results/with-read-result.ts';
import type { Call, Surface, SurfaceKind } from './surface.ts';

/** What surfaces are made of beside the tools. */
export interface SurfaceOptions {
  readonly call: Call;
  /** Finds tools; it may know more of them than this surface has. */
  readonly search: Search;
  /** The documents of the APIs, by their names. */
  readonly documents: ReadonlyMap<string, Document>;
  /** Most tokens of all definitions together: pinned tools beyond it are found by the search like the others. */
  readonly budget: number;
  readonly code: CodeOptions;
}

/** What all surfaces over the tools of a gateway share. */
export interface SurfacesOptions extends SurfaceOptions {
  readonly results: Results;
  /** Is told why `auto` chose as it did. */
  readonly logger: Logger;
}

/**
 * Makes surfaces over some of the tools: all of one kind, so that callers who may see more and less work alike. `auto`
 * chooses it by what listing every tool would cost. A door that needs another kind names it.
 */
export function createSurfaces(
  wanted: SurfaceKind | 'auto',
  tools: readonly Tool[],
  { results, logger, ...options }: SurfacesOptions,
): (some: readonly Tool[], as?: SurfaceKind) => Surface {
  const kind = wanted === 'auto' ? chooseKind(tools, options.budget, logger) : wanted;
  return (some, as = kind) => withReadResult(createSurface(as, some, options), some, results);
}

function chooseKind(tools: readonly Tool[], budget: number, logger: Logger): SurfaceKind {
  const choice = chooseSurface(tools, budget);
  logger.info(explainChoice(choice, tools.length, budget));
  return choice.kind;
}

/** The surface of a kind over some tools. */
export function createSurface(kind: SurfaceKind, tools: readonly Tool[], options: SurfaceOptions): Surface {
  switch (kind) {
    case 'direct':
      return createDirectSurface(tools, options.call);
    case 'discovery':
      return createDiscoverySurface(tools, options);
    case 'code':
      return createCodeSurface(tools, options);
    default:
      return kind satisfies never;
  }
}
