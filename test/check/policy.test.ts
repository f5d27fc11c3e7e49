import { describe, expect, test } from '@jest/globals';
import { configSchema, type ConfigInput } from '../../src/base/config/schema.ts';
import { checkDocument, messagesOf } from './subject.ts';

const document = `openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://api.example.com }]
paths:
  /pets: { get: { operationId: listPets, tags: [pets] }, post: { operationId: addPet, tags: [pets] } }
  /shops: { get: { operationId: listShops, tags: [shops] } }
`;
const rule = 'DESCRIPTION_MISSING';
type Setting = NonNullable<NonNullable<ConfigInput['check']>['rules']>[string];
const check = async (setting: Setting) => await checkDocument(document, { check: { rules: { [rule]: setting } } });

describe('levels and exceptions', () => {
  test('a level: off leaves the rule out, another one counts', async () => {
    expect(messagesOf(await check('off'), rule)).toEqual([]);
    const report = await check('error');
    expect(report.failed).toBe(true);
    expect(report.findings.filter((finding) => finding.rule === rule).map(({ level }) => level)).toEqual([
      'error',
      'error',
      'error',
    ]);
  });

  test.each([
    ['tool:list*', ['addPet']],
    ['operation:addPet', ['listPets', 'listShops']],
    ['tag:pets', ['listShops']],
    ['POST /pets', ['listPets', 'listShops']],
    ['#/paths/~1pets', ['listShops']],
    ['#/paths/~1pe', ['listPets', 'addPet', 'listShops']],
  ])('an exception for %s leaves %j', async (where, left) => {
    const report = await check({ except: [{ where, reason: 'as the test wants it' }] });
    expect(report.findings.filter((finding) => finding.rule === rule).map(({ tool }) => tool)).toEqual(left);
  });

  test('an exception that nothing needs is told', async () => {
    const report = await check({ except: [{ where: 'tool:gone', reason: 'it was there once' }] });
    expect(messagesOf(report, 'EXCEPTION_UNUSED')).toEqual([
      `The exception of ${rule} for \`tool:gone\` matches no finding.`,
    ]);
  });

  test.each([{}, { reason: ' ' }])('an exception without a reason is refused: %j', (reason) => {
    const rules = { [rule]: { except: [{ where: 'tool:a', ...reason }] } };
    expect(configSchema.safeParse({ apis: { a: { spec: 'a' } }, check: { rules } }).success).toBe(false);
  });

  test('a rule that there is not is refused, with the nearest', async () => {
    await expect(checkDocument(document, { check: { rules: { DESCRIPTION_MISING: 'off' } } })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      hint: 'Did you mean DESCRIPTION_MISSING?',
    });
  });

  test('failOn: the level from which on it fails', async () => {
    expect((await checkDocument(document)).failed).toBe(false);
    expect((await checkDocument(document, { check: { failOn: 'warning' } })).failed).toBe(true);
  });
});
