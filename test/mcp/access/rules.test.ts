import { describe, expect, test } from '@jest/globals';
import { type Caller, localCaller } from '../../../src/base/caller.ts';
import { configFromSpec } from '../../../src/base/config/load.ts';
import type { SelectableTool } from '../../../src/catalog/select.ts';
import { createRules, type Rules } from '../../../src/mcp/access/rules.ts';

const tools = (
  [
    ['listOrders', 'shop', 'GET', '/orders', ['orders']],
    ['createOrder', 'shop', 'POST', '/orders', ['orders']],
    ['deleteOrder', 'shop', 'DELETE', '/orders/{id}', ['orders', 'danger']],
    ['listBooks', 'shop', 'GET', '/books', ['books']],
    ['crm_contacts', 'crm', 'GET', '/contacts', []],
  ] as const
).map(
  ([name, api, method, path, tags]) =>
    ({ name, api, operation: { method, path, tags, operationId: name } }) as unknown as SelectableTool,
);

function rules(...given: object[]): Rules<SelectableTool> {
  const hash = `sha256:${'0'.repeat(64)}`;
  const config = configFromSpec('x.yaml', { access: { apiKeys: [{ name: 'ci', hash }], rules: given } });
  return createRules(config.access!.rules!, tools);
}

const key = (name: string, scopes: string[] = []): Caller => ({ ...localCaller, id: `key:${name}`, name, scopes });
const user = (scopes: string[], claims = {}): Caller => ({
  ...localCaller,
  id: 'token:["https://as","ada"]',
  scopes,
  claims,
});

function open(given: Rules<SelectableTool>, caller: Caller): string[] {
  return given.toolsOf(given.groupOf(caller)).map(({ name }) => name);
}

const all = tools.map(({ name }) => name);

describe('what a selector opens', () => {
  test.each<[string, string[]]>([
    ['tool:listOrders', ['listOrders']],
    ['tool:list*', ['listOrders', 'listBooks']],
    ['api:crm', ['crm_contacts']],
    ['tag:orders', ['listOrders', 'createOrder', 'deleteOrder']],
    ['method:get', ['listOrders', 'listBooks', 'crm_contacts']],
    ['/orders/**', ['listOrders', 'createOrder', 'deleteOrder']],
    ['GET /orders', ['listOrders']],
    ['operation:createOrder', ['createOrder']],
    ['tool:*', all],
  ])('%s', (selector, expected) => expect(open(rules({ allow: [selector] }), key('ci'))).toEqual(expected));
});

describe('whom a rule is for', () => {
  test.each<[string, object, Caller, boolean]>([
    ['everyone where it says nothing', {}, key('ci'), true],
    ['a key by name', { keys: ['ci'] }, key('ci'), true],
    ['not another key', { keys: ['ci'] }, key('ci2'), false],
    ['keys by pattern', { keys: ['ci-*'] }, key('ci-eu'), true],
    ['no token by a pattern of keys', { keys: ['*'] }, user([]), false],
    ['nobody whose name only looks like a key', { keys: ['ci'] }, { ...user([]), name: 'ci' }, false],
    ['a caller with all scopes', { scopes: ['a', 'b'] }, user(['b', 'c', 'a']), true],
    ['not one who lacks a scope', { scopes: ['a', 'b'] }, user(['a']), false],
    ['a key with scopes of its own', { scopes: ['a'] }, key('ci', ['a']), true],
    ['a claim', { claims: { department: 'sales' } }, user([], { department: 'sales' }), true],
    ['not another value', { claims: { department: 'sales' } }, user([], { department: 'salesX' }), false],
    ['not an absent claim', { claims: { department: 'sales' } }, user([]), false],
    ['one value of a list', { claims: { groups: ['admins', 'staff'] } }, user([], { groups: ['x', 'staff'] }), true],
    [
      'a claim within another',
      { claims: { 'realm_access.roles': 'buyer' } },
      user([], { realm_access: { roles: ['buyer'] } }),
      true,
    ],
    [
      'a claim whose name is a URL',
      { claims: { 'https://x.example/role': 'a' } },
      user([], { 'https://x.example/role': 'a' }),
      true,
    ],
    ['not what objects inherit', { claims: { 'constructor.name': 'Object' } }, user([]), false],
    ['not a number for a text', { claims: { level: '3' } }, user([], { level: 3 }), false],
    ['one who meets all conditions', { scopes: ['a'], claims: { d: 1 } }, user(['a'], { d: 2 }), false],
  ])('%s', (_, condition, caller, expected) => {
    expect(open(rules({ ...condition, allow: ['tool:*'] }), caller)).toEqual(expected ? all : []);
  });
});

describe('several rules', () => {
  const given = rules(
    { allow: ['method:GET'] },
    { scopes: ['orders:write'], allow: ['tag:orders'] },
    { scopes: ['orders:write', 'admin'], allow: ['tag:danger'] },
    { claims: { trainee: true }, deny: ['tag:danger', 'api:crm'] },
  );

  test('add up, and what one denies no other opens', () => {
    expect(open(given, user([]))).toEqual(['listOrders', 'listBooks', 'crm_contacts']);
    expect(open(given, user(['orders:write']))).toEqual(all);
    expect(open(given, user(['orders:write'], { trainee: true }))).toEqual(['listOrders', 'createOrder', 'listBooks']);
  });

  test('are the same for callers whom the same rules meet, whoever they are', () => {
    expect(given.groupOf(user(['orders:write', 'x']))).toBe(given.groupOf(user(['y', 'orders:write'])));
    expect(given.groupOf(user([]))).not.toBe(given.groupOf(user(['orders:write'])));
  });

  const tool = (name: string): SelectableTool => tools.find((one) => one.name === name)!;

  test('tell every scope that a closed tool needs, by the rule that asks for the least', () => {
    expect(given.scopesFor(user([]), tool('createOrder'))).toEqual(['orders:write']);
    expect(given.scopesFor(user([]), tool('deleteOrder'))).toEqual(['orders:write']);
  });

  test.each<[string, Caller, string]>([
    ['a tool that is open', user(['orders:write']), 'createOrder'],
    ['a tool that is denied to the caller', user([], { trainee: true }), 'deleteOrder'],
  ])('ask for no scope for %s', (_, caller, name) => expect(given.scopesFor(caller, tool(name))).toBeUndefined());

  test('ask for no scope where the caller would not be met by the rule anyway', () => {
    const closed = rules({ claims: { d: 1 }, scopes: ['a'], allow: ['tool:*'] });
    expect(closed.scopesFor(user([]), tools[0]!)).toBeUndefined();
    expect(closed.scopesFor(user([], { d: 1 }), tools[0]!)).toEqual(['a']);
  });
});
