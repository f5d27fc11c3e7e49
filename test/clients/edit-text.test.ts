import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editText } from '../../src/clients/edit-text.ts';

const entry = { command: 'npx', args: ['-y'] };
const set = (text: string, path: (string | number)[] = ['servers', 'new']) => editText(text, { path, value: entry });

const shapes: readonly [name: string, before: string, after: string][] = [
  [
    'an empty object',
    '{}\n',
    '{\n  "servers": {\n    "new": {\n      "command": "npx",\n      "args": [\n        "-y"\n      ]\n    }\n  }\n}\n',
  ],
  [
    'a neighbour on one line with a comment behind its comma',
    '{\n    // mine\n    "servers": {\n        "other": { "a": 1 }, // keep\n    },\n    "z": [1, 2]\n}',
    '{\n    // mine\n    "servers": {\n        "other": { "a": 1 }, // keep\n        "new": {\n            "command": "npx",\n            "args": [\n                "-y"\n            ]\n        },\n    },\n    "z": [1, 2]\n}',
  ],
  [
    'a neighbour with a comment and no comma',
    '{\n\t"servers": {\n\t\t"other": 1 // }\n\t}\n}',
    '{\n\t"servers": {\n\t\t"other": 1, // }\n\t\t"new": {\n\t\t\t"command": "npx",\n\t\t\t"args": [\n\t\t\t\t"-y"\n\t\t\t]\n\t\t}\n\t}\n}',
  ],
  [
    'all on one line',
    '{"servers": {"other": 1}}',
    '{"servers": {"other": 1,\n  "new": {\n    "command": "npx",\n    "args": [\n      "-y"\n    ]\n  }\n}}',
  ],
  [
    'an object that holds only a comment, in Windows lines',
    '{\r\n  "servers": {\r\n    // none yet\r\n  }\r\n}\r\n',
    '{\r\n  "servers": {\r\n    // none yet\r\n    "new": {\r\n      "command": "npx",\r\n      "args": [\r\n        "-y"\r\n      ]\r\n    }\r\n  }\r\n}\r\n',
  ],
];

describe('a member is added and all else stays as it is written', () => {
  test.each(shapes)('%s', async (_name, before, after) => {
    expect(await set(before)).toBe(after);
  });

  test('one that is there is replaced where it stands', async () => {
    const text = '{\n  "servers": {\n    "new": { "command": "old" }, // mine\n    "z": 1\n  }\n}';
    expect(await set(text)).toBe(
      '{\n  "servers": {\n    "new": {\n      "command": "npx",\n      "args": [\n        "-y"\n      ]\n    }, // mine\n    "z": 1\n  }\n}',
    );
  });

  test('an element joins a list', async () => {
    expect(await editText('{ "inputs": [ { "id": "a" } ] }', { path: ['inputs', 1], value: { id: 'b' } })).toBe(
      '{ "inputs": [ { "id": "a" },\n  {\n    "id": "b"\n  }\n] }',
    );
  });
});

test('a member that is removed leaves its neighbours and their comments alone', async () => {
  const text = '{\n  "servers": {\n    "a": 1, // first\n    "new": {},\n    "z": { "k": "v" } // last\n  }\n}';
  expect(await editText(text, { path: ['servers', 'new'] })).toBe(
    '{\n  "servers": {\n    "a": 1, // first\n    "z": { "k": "v" } // last\n  }\n}',
  );
});

test.each(shapes)('what was added is removed without a trace: %s', async (_name, before) => {
  const text = await editText(await set(before), { path: ['servers', 'new'] });
  if (before.includes('"other"') && before.includes('\n')) expect(text).toBe(before);
  else
    expect(JSON.parse(text.replace('// none yet', ''))).toEqual({
      servers: before.includes('other') ? { other: 1 } : {},
    });
});

test.each([
  ['{"a":1,"new":2,"z":3}', '{"a":1,"z":3}'],
  ['{"a":1,"new":2}', '{"a":1}'],
  ['{"new":2}', '{}'],
  ['{"a":1, /* , */ "new":2}', '{"a":1 /* , */ }'],
])('on one line: %s', async (before, after) => {
  expect((await editText(before, { path: ['new'] })).replaceAll(' ', '')).toBe(after.replaceAll(' ', ''));
});

test('whatever the file holds, a member that was added can be taken away', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.constantFrom(0, 2, '\t'),
      async (servers, space) => {
        const file = JSON.parse(JSON.stringify({ servers })) as { servers: Record<string, unknown> };
        delete file.servers['new'];
        const text = await editText(await set(JSON.stringify(file, null, space)), { path: ['servers', 'new'] });
        expect(JSON.parse(text)).toEqual(file);
      },
    ),
  );
});

test('whatever the file holds, the value is that of the file with the member set', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.constantFrom(0, 2, '\t'),
      async (servers, others, space) => {
        const file = { ...others, servers };
        const text = await set(JSON.stringify(file, null, space));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ ...file, servers: { ...servers, new: entry } })));
      },
    ),
  );
});
