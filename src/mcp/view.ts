import type { Caller } from '../base/caller.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Gateway } from '../gateway.ts';
import type { Surface } from '../surface/surface.ts';
import type { Rules } from './access/rules.ts';
import { writeInstructions } from '../surface/instructions.ts';

/** What a client is shown. */
export interface View {
  readonly surface: Surface;
  /** The tools behind it. @default all */
  readonly tools?: readonly Tool[];
  /** What a model is told of the server as a whole; at most 2,048 characters. */
  readonly instructions: string;
}

/** The view of everything, as it is at the moment that it is looked at. */
export function viewOf(gateway: Pick<Gateway, 'apis' | 'surface'>): View {
  return {
    get surface() {
      return gateway.surface;
    },
    get instructions() {
      const catalogs = gateway.apis.map(({ catalog }) => catalog);
      return writeInstructions(catalogs, gateway.surface.kind);
    },
  };
}

/** How a door hears that the tools have changed, where they may: otherwise clients would listen for nothing. */
export function changesOf({ config, onChange }: Pick<Gateway, 'config' | 'onChange'>): Gateway['onChange'] | undefined {
  return config.watch === undefined ? undefined : onChange;
}

/** Views that are kept; callers with the same tools share one. */
const most = 256;

/** The view of each caller: the tools that it may call, and no word of the others. */
export function createViews(gateway: Gateway, rules: Rules<Tool>): (caller: Caller) => View {
  const catalogs = gateway.apis.map(({ catalog }) => catalog);
  const views = new Map<string, View>();
  return (caller) => {
    const group = rules.groupOf(caller);
    const known = views.get(group);
    if (known) return known;
    const tools = rules.toolsOf(group);
    const surface = gateway.surfaceOver(tools);
    const view = { surface, tools, instructions: writeInstructions(catalogs, surface.kind, tools) };
    views.set(group, view);
    if (views.size > most) views.delete(views.keys().next().value!);
    return view;
  };
}
