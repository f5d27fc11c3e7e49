import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nearest } from '../../src/base/nearest.ts';

describe('the nearest name', () => {
  test.each([
    ['serv', ['serve', 'tools', 'call'], 'serve'],
    ['listPet', ['listPets', 'deletePet'], 'listPets'],
    ['get_pet_by_id', ['getPetById', 'getPet'], 'getPetById'],
    ['GETPET', ['get-pet', 'list-pets'], 'get-pet'],
    ['--includ', ['--include', '--exclude'], '--include'],
    ['straße', ['strasse', 'Straße'], 'Straße'],
  ])('of %p among %p is %p', (name, known, found) => {
    expect(nearest(name, known)).toBe(found);
  });

  test.each([
    ['weather', ['serve', 'tools']],
    ['x', ['id', 'to']],
    ['ab', ['cd']],
    ['anything', []],
    ['---', ['serve']],
    // Names in other scripts are no closer to each other than any two names.
    ['名前', ['住所', '電話']],
  ])('of %p among %p does not exist', (name, known) => {
    expect(nearest(name, known)).toBeUndefined();
  });

  test('is the name itself where it is known', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{1,12}$/), { minLength: 1 }),
        fc.nat(),
        (known, n) => {
          const name = known[n % known.length]!;
          expect(nearest(name, known)).toBe(name);
        },
      ),
    );
  });
});
