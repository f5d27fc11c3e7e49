import type { Search } from '../catalog/search/search.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Document } from '../spec/document.ts';
import { type CodeOptions, createCodeSurface } from './code/code.ts';
import { createDirectSurface } from './direct.ts';
import { createDiscoverySurface } from './discovery/discovery.ts';
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
