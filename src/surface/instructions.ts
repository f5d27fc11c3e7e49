import type { Catalog } from '../catalog/catalog.ts';
import { cleanText, cutText } from '../catalog/describe.ts';
import type { SurfaceKind } from './surface.ts';
import { own, text } from '../base/json.ts';
import type { Tool } from '../catalog/tool.ts';

/**
 * What a model is told of the server as a whole: which APIs its tools call, and how to find the right operation.
 *
 * @param shown - the tools that the client may call, where those are not all; an API with none of them is not named
 */
export function writeInstructions(catalogs: readonly Catalog[], kind: SurfaceKind, shown?: readonly Tool[]): string {
  const counted = catalogs
    .map(({ api, document, tools }) => ({
      document,
      count: shown?.filter((tool) => tool.api === api).length ?? tools.length,
    }))
    .filter(({ count }) => count > 0 || shown === undefined);
  const apis = counted.map(({ document, count }) => {
    const info = own(document.root, 'info');
    const title = cleanText(text(own(info, 'title'))) || 'an API';
    const about = cutText(cleanText(text(own(info, 'description'))), Math.floor(1200 / counted.length));
    return `${title} (${count} ${kind === 'direct' ? 'tools' : 'operations'})${about === '' ? '.' : `: ${about}`}`;
  });
  return cutText(`${apis.join('\n')}\n${rules[kind]}`, 2048);
}

const rules: Readonly<Record<SurfaceKind, string>> = {
  direct:
    'Each tool is one HTTP operation; its description names the method and path. A failed call says what to mend: read it before calling again.',
  discovery:
    'The operations are not listed. Say what you want to do to search_operations; its results name each operation, the tool that calls it and its arguments. A failed call says what to mend: read it before calling again.',
  code: 'The operations are not listed. Say what you want to do to search_operations, then call what it finds in the code of run_code, several operations in one run where that spares a step. An error names the line and the call that failed: read it before running again.',
};
