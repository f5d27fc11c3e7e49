import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/base/json.ts';
import { checkArguments } from '../../src/upstream/arguments.ts';
import { buildRequest } from '../../src/upstream/request.ts';
import { bodyTool, toolOf } from './support/tool.ts';

describe('an argument for a body of XML', () => {
  const schema = {
    type: 'object',
    xml: { name: 'pet' },
    required: ['name'],
    properties: { id: { type: 'integer' }, name: { type: 'string' } },
  };
  test.each<[Json, Json]>([
    [
      { name: 'Rex', id: 1 },
      { name: 'Rex', id: 1 },
    ],
    [
      { name: 'Rex', id: '1' },
      { name: 'Rex', id: 1 },
    ],
    ['{"name":"Rex"}', { name: 'Rex' }],
    ['<pet/>', '<pet/>'],
    ['\n <?xml version="1.0"?><pet/>', '\n <?xml version="1.0"?><pet/>'],
  ])('%j', async (body, taken) => {
    const tool = await bodyTool({ 'application/xml': { schema } });
    expect(await checkArguments(tool, { body })).toMatchObject({ ok: true, args: { body: taken } });
  });

  test.each<[Json]>([[{ id: 1 }], ['Rex'], [7], [['<pet/>']]])('%j is refused', async (body) => {
    const tool = await bodyTool({ 'application/xml': { schema } });
    expect(await checkArguments(tool, { body })).toMatchObject({ ok: false, example: { body: { name: 'text' } } });
  });
});

test.each<[Json, string]>([
  [{ a: 1 }, '<A><B><a>1</a></B></A>'],
  [null, '<A xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'],
])('elements that refer to each other end: %j', async (body, xml) => {
  const ring = (to: string): object => ({
    $ref: `#/components/schemas/${to}`,
    xml: { nodeType: 'element', name: to === 'A' ? 'B' : 'A' },
  });
  const tool = await toolOf(
    { requestBody: { content: { 'application/xml': { schema: { $ref: '#/components/schemas/A' } } } } },
    { version: '3.2.0', root: { components: { schemas: { A: ring('B'), B: ring('A') } } } },
  );
  expect(buildRequest(tool, { body }, { baseUrl: 'https://h' }).body).toBe(xml);
});

/** A reader of elements and text only, written apart from the writer: `[name, content]`, an element without any is null. */
function parse(xml: string): unknown {
  let at = 0;
  const unescape = (text: string): string =>
    text.replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string) =>
      code === undefined ? { amp: '&', lt: '<', gt: '>', quot: '"' }[name]! : String.fromCodePoint(Number(code)),
    );
  const element = (): unknown => {
    const [tag, name, empty] = /^<([^\s<>/]+)(\/?)>/.exec(xml.slice(at))!;
    at += tag.length;
    if (empty === '/') return [name, null];
    const children: unknown[] = [];
    let text = '';
    while (!xml.startsWith(`</${name!}>`, at)) {
      if (xml[at] === '<') children.push(element());
      else {
        const end = xml.indexOf('<', at);
        text += xml.slice(at, end);
        at = end;
      }
    }
    at += name!.length + 3;
    return [name, children.length > 0 ? children : unescape(text)];
  };
  const root = element();
  expect(at).toBe(xml.length);
  return root;
}

test('what is read back is what was written', async () => {
  const name = fc.stringMatching(/^[A-Za-z_é][\w.é-]{0,8}$/);
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[^\t\n\r\x20-\uFFFD]/.test(value));
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, text, fc.dictionary(name, tie('tree'), { noNullPrototype: true, minKeys: 1 })),
  }));
  const tool = await toolOf({
    requestBody: { content: { 'application/xml': { schema: { type: 'object', xml: { name: 'd' } } } } },
  });
  const expected = (key: string, value: Json): unknown =>
    typeof value === 'string'
      ? [key, value]
      : [key, Object.entries(value as Record<string, Json>).map(([child, member]) => expected(child, member))];
  fc.assert(
    fc.property(fc.dictionary(name, tree, { noNullPrototype: true, minKeys: 1 }), (body) => {
      const request = buildRequest(tool, { body }, { baseUrl: 'https://h' });
      expect(parse(request.body as string)).toEqual(expected('d', body));
    }),
  );
});
