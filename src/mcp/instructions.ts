import type { Catalog } from '../catalog/catalog.ts';
import { cleanText, cutText } from '../catalog/describe.ts';
import { own, text } from '../base/json.ts';
import type { Tool } from '../catalog/tool.ts';

/**
 * What a model is told of the server as a whole: which APIs its tools call, in a few lines.
 *
 * @param shown - the tools that the client may call, where those are not all; an API with none of them is not named
 */
export function writeInstructions(catalogs: readonly Catalog[], shown?: readonly Tool[]): string {
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
    return `${title} (${count} tools)${about === '' ? '.' : `: ${about}`}`;
  });
  const rules =
    'Each tool is one HTTP operation; its description names the method and path. A failed call says what to mend: read it before calling again.';
  return cutText(`${apis.join('\n')}\n${rules}`, 2048);
}
