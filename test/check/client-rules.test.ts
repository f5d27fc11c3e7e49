import { describe, expect, test } from '@jest/globals';
import { checkTools, messagesOf } from './subject.ts';

/** What clients refuse (FIELD: their documentation), in lists of tools that are not ours. */

const schema = { type: 'object', properties: {} };
const tool = (name: string, inputSchema: object = schema, description = 'Does something of use.'): object => ({
  name,
  description,
  inputSchema,
});

interface Case {
  readonly rule: string;
  readonly tools: object[];
  /** What some message must say; nothing where there must be none. */
  readonly says: string[];
}

const cases: Record<string, Case> = {
  'a dot in a name: Claude Code replaces it, Gemini takes it, the others refuse it': {
    rule: 'CLIENT_NAME_CHARACTERS',
    tools: [tool('pets.list')],
    says: ['refused by Claude API, Claude Desktop, OpenAI, Bedrock, Cursor and VS Code.'],
  },
  'a name that begins with a digit is refused by Gemini alone': {
    rule: 'CLIENT_NAME_CHARACTERS',
    tools: [tool('3d_models')],
    says: ['refused by Gemini.'],
  },
  'letters, digits, underscore': { rule: 'CLIENT_NAME_CHARACTERS', tools: [tool('list_Pets_2')], says: [] },
  'a name of 65 characters is too long for those that take 64, and for Cursor with its server': {
    rule: 'CLIENT_NAME_LENGTH',
    tools: [tool('a'.repeat(65))],
    says: ['Claude Desktop (65 of at most 64), OpenAI (65 of at most 64), Bedrock (65', 'Cursor (69 of at most 60)'],
  },
  'a name of 56 characters fits with a server of four': {
    rule: 'CLIENT_NAME_LENGTH',
    tools: [tool('a'.repeat(56))],
    says: [],
  },
  'a name of 57 characters does not fit into Cursor': {
    rule: 'CLIENT_NAME_LENGTH',
    tools: [tool('a'.repeat(57))],
    says: ['is too long for Cursor (61 of at most 60).'],
  },
  'two names that Claude Code makes one of': {
    rule: 'CLIENT_NAME_CLASH',
    tools: [tool('pets.list'), tool('pets_list')],
    says: ['`pets.list` and `pets_list`'],
  },
  'one name twice': { rule: 'CLIENT_NAME_CLASH', tools: [tool('a_b'), tool('a_b')], says: ['two tools called `a_b`'] },
  'a bracket in an argument': {
    rule: 'CLIENT_ARGUMENT_NAME',
    tools: [tool('find', { type: 'object', properties: { 'filter[id]': {} } })],
    says: ['`filter[id]` of find is refused by Claude API and Claude Code'],
  },
  'a dot and a dash in an argument are legal': {
    rule: 'CLIENT_ARGUMENT_NAME',
    tools: [tool('find', { type: 'object', properties: { 'a.b-c': {} } })],
    says: [],
  },
  'a combinator at the root': {
    rule: 'CLIENT_SCHEMA_ROOT',
    tools: [tool('find', { type: 'object', oneOf: [schema] })],
    says: ['oneOf at its root'],
  },
  'a root that is no object': {
    rule: 'CLIENT_SCHEMA_ROOT',
    tools: [tool('find', { type: 'string' })],
    says: ['not of `type: object`'],
  },
  'a reference to another file': {
    rule: 'CLIENT_SCHEMA_REFERENCE',
    tools: [tool('find', { type: 'object', properties: { a: { $ref: 'other.json#/A' } } })],
    says: ['`other.json#/A`'],
  },
  'a reference to what is there': {
    rule: 'CLIENT_SCHEMA_REFERENCE',
    tools: [tool('find', { type: 'object', properties: { a: { $ref: '#/$defs/A' } }, $defs: { A: schema } })],
    says: [],
  },
  'exclusiveMinimum of draft 4': {
    rule: 'CLIENT_SCHEMA_DIALECT',
    tools: [tool('find', { type: 'object', properties: { a: { type: 'number', exclusiveMinimum: true } } })],
    says: ['`exclusiveMinimum` as a boolean (draft 4) at a.'],
  },
  'a property that is called nullable is no keyword': {
    rule: 'CLIENT_SCHEMA_DIALECT',
    tools: [tool('find', { type: 'object', properties: { nullable: { type: 'boolean' } } })],
    says: [],
  },
  'a type that JSON Schema does not have': {
    rule: 'CLIENT_SCHEMA_DIALECT',
    tools: [tool('find', { type: 'object', properties: { a: { type: 'file' } } })],
    says: ['the type "file"'],
  },
  'what Gemini does not read': {
    rule: 'CLIENT_SCHEMA_GEMINI',
    tools: [tool('find', { type: 'object', properties: { a: { oneOf: [schema] } } }), tool('get')],
    says: ['1 of 2 tools use keywords that Gemini does not read: oneOf (1).'],
  },
  'a description of 2,049 characters': {
    rule: 'CLIENT_DESCRIPTION_LENGTH',
    tools: [tool('find', schema, 'x'.repeat(2049))],
    says: ['has 2049 characters'],
  },
  'a description of 2,048 characters': {
    rule: 'CLIENT_DESCRIPTION_LENGTH',
    tools: [tool('find', schema, 'x'.repeat(2048))],
    says: [],
  },
  '129 tools': {
    rule: 'CLIENT_TOOL_COUNT',
    tools: Array.from({ length: 129 }, (_, index) => tool(`tool_${index}`)),
    says: ['129 tools are listed; OpenAI and VS Code take 128.'],
  },
  '128 tools': {
    rule: 'CLIENT_TOOL_COUNT',
    tools: Array.from({ length: 128 }, (_, index) => tool(`tool_${index}`)),
    says: [],
  },
};

describe('what breaks a client', () => {
  test.each(Object.entries(cases))('%s', async (_, { rule, tools, says }) => {
    const messages = messagesOf(await checkTools(tools, { server: 'shop' }), rule);
    expect(messages).toHaveLength(says.length === 0 ? 0 : 1);
    for (const words of says) expect(messages[0]).toContain(words);
  });
});
