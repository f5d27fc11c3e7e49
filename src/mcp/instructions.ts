import type { Catalog } from '../catalog/catalog.ts';
import { cleanText, cutText } from '../catalog/describe.ts';
import { own, text } from '../base/json.ts';

/** What a model is told of the server as a whole: which APIs its tools call, in a few lines. */
export function writeInstructions(catalogs: readonly Catalog[]): string {
  const apis = catalogs.map(({ document, tools }) => {
    const info = own(document.root, 'info');
    const title = cleanText(text(own(info, 'title'))) || 'an API';
    const about = cutText(cleanText(text(own(info, 'description'))), Math.floor(1200 / catalogs.length));
    return `${title} (${tools.length} tools)${about === '' ? '.' : `: ${about}`}`;
  });
  const rules =
    'Each tool is one HTTP operation; its description names the method and path. A failed call says what to mend: read it before calling again.';
  return cutText(`${apis.join('\n')}\n${rules}`, 2048);
}
