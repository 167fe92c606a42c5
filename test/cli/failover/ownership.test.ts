/** `ownership`: the one explicit way from one stack to another. */
import { describe, expect, test } from '@jest/globals';
import { atTheCommandLine } from '../../support/command-line.ts';

const THEIRS = { 'failover:owner': 'failover-prod' };

describe('an address of another stack', () => {
  test('is not taken without the flag, which is explained', () =>
    atTheCommandLine({}, async ({ run, tag, tags }) => {
      tag(THEIRS);
      const { code, out, changes } = await run('ownership', 'sophos');
      expect({ code, changes, owner: tags()['failover:owner'] }).toEqual({
        code: 3,
        changes: [],
        owner: 'failover-prod',
      });
      expect(out).toMatch(/belongs to failover-prod, and this is failover-dev; nothing was changed/);
      expect(out).toContain('--take ');
    }));

  test('is taken with it, and whose it was is said', () =>
    atTheCommandLine({}, async ({ run, tag, tags }) => {
      tag({ ...THEIRS, 'failover:generation': '4' });
      const { code, out, changes } = await run('ownership', 'sophos', '--take');
      expect({ code, changes }).toEqual({ code: 0, changes: ['CreateTags'] });
      expect(tags()).toMatchObject({ 'failover:owner': 'failover-dev', 'failover:generation': '4' });
      expect(out).toContain(
        'the address 203.0.113.10 of sophos belonged to failover-prod and belongs to failover-dev now',
      );
    }));
});

test('an address that is ours already is left as it is', () =>
  atTheCommandLine({}, async ({ run }) => {
    const { code, out, changes } = await run('ownership', 'sophos', '--take');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(out).toContain('belongs to failover-dev already');
  }));

test('an address without an owner is left to the sweep', () =>
  atTheCommandLine({ owned: false }, async ({ run, tags }) => {
    const { code, out, changes } = await run('ownership', 'sophos', '--take');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(out).toContain('has no owner; the sweep of failover-dev adopts it');
    expect(tags()).not.toHaveProperty(['failover:owner']);
  }));
