import type { JsonObject } from '../base/json.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Place } from './finding.ts';

/** A tool as somebody lists it: nothing of it is known to be legal. */
export interface ListedTool {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: JsonObject;
  readonly annotations?: JsonObject;
}

/** A tool to be checked, and where each part of it was written. */
export interface CheckedTool {
  readonly listed: ListedTool;
  /** What it was made from; nothing for a tool that only a list names. */
  readonly made: Tool | undefined;
  /** Where its name, its description, an argument or the whole of it is decided. */
  readonly placeOf: (part: 'whole' | 'name' | 'description' | { readonly argument: string }) => Place;
}

/** A text that was read, parsed: what rules about words and values look through. */
export interface CheckedText {
  readonly uri: string;
  readonly text: string;
  readonly root: unknown;
}

/** One API of the configuration. */
export interface CheckedApi {
  readonly name: string;
  readonly catalog: Catalog;
  readonly baseUrl: string | undefined;
  /** Selectors, as they are configured. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Names of the headers that are sent with each request. */
  readonly headers: readonly string[];
  /** Where its section of the configuration is; nothing without a configuration file. */
  readonly configured: Place | undefined;
}

/** What rules look at. */
export interface Subject {
  readonly tools: readonly CheckedTool[];
  /** What a client is sent for `tools/list`; fewer than the tools where a surface hides them. */
  readonly listed: readonly ListedTool[];
  /** Where the list as a whole is described. */
  readonly whole: Place;
  readonly apis: readonly CheckedApi[];
  readonly texts: readonly CheckedText[];
  /** The name under which the server stands in a client's settings. */
  readonly server: string;
  /** Most tokens that the list may cost. */
  readonly budget: number | undefined;
}
