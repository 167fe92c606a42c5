/** The command line: what is understood, and one clear sentence about what is not. */
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../cli/options.ts';

describe('the command line', () => {
  test('nothing asked for is the first scenario with the first seed', () => {
    expect(readOptions([])).toEqual({
      ask: 'tell',
      options: {
        scenario: 'own-appliance-dies',
        seed: 1,
        appliances: undefined,
        json: false,
        report: undefined,
        fast: false,
      },
    });
  });

  test('every flag is understood', () => {
    expect(readOptions(['--scenario', 'zone-lost', '--seed', '7', '--appliances', 'mine.yml', '--json'])).toEqual({
      ask: 'tell',
      options: { scenario: 'zone-lost', seed: 7, appliances: 'mine.yml', json: true, report: undefined, fast: false },
    });
    expect(readOptions(['--list'])).toEqual({ ask: 'list' });
    expect(readOptions(['-h'])).toMatchObject({ ask: 'help' });
  });

  test('a scenario may be named without its option, as npm passes words on', () => {
    expect(readOptions(['zone-lost', '--fast'])).toMatchObject({
      ask: 'tell',
      options: { scenario: 'zone-lost', fast: true },
    });
    expect(readOptions(['zone-lost', '--scenario', 'switchover'])).toMatchObject({
      ask: 'wrong',
      because: expect.stringContaining('both'),
    });
    expect(readOptions(['zone-lost', 'switchover'])).toMatchObject({ ask: 'wrong' });
  });

  test.each([['x'], ['1.5'], ['-1'], ['1e3']])('a seed of "%s" is refused in words', (seed) => {
    expect(readOptions([`--seed=${seed}`])).toEqual({
      ask: 'wrong',
      because: expect.stringContaining(`--seed "${seed}"`),
    });
  });

  test('an unknown flag is refused, and the known ones are named', () => {
    const asked = readOptions(['--sed', '1']);
    expect(asked).toMatchObject({
      ask: 'wrong',
      because: expect.stringMatching(/--sed.*there are --scenario, --seed/),
    });
  });
});
