/** `plan`: what a takeover would do, as a difference and as a script that a shell reads. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { atTheCommandLine } from '../../support/command-line.ts';

describe('the difference', () => {
  test('of a failover shows what leads where, the image and what is lost, and changes nothing', () =>
    atTheCommandLine({}, async ({ run, holder }) => {
      const { code, out } = await run('plan', 'sophos');
      expect(code).toBe(0);
      expect(out).toMatch(
        new RegExp(`address 203\\.0\\.113\\.10 +${holder} in ap-northeast-1a → new m5\\.large in ap-northeast-1c`),
      );
      expect(out).toMatch(new RegExp(`old instance +stop ${holder}`));
      expect(out).toMatch(/image +ami-\w+, taken .* h old/);
      expect(out).toContain('nothing was changed');
    }));

  test('of a switchover keeps the old instance until the new one answers', () =>
    atTheCommandLine({}, async ({ run, holder }) => {
      const { code, out, changes } = await run('plan', 'sophos', '--mode', 'switchover');
      expect({ code, changes }).toEqual({ code: 0, changes: [] });
      expect(out).toContain(`${holder} serves until the new one answers`);
    }));

  test('under its former name says the new one', () =>
    atTheCommandLine({}, async ({ run }) => {
      expect((await run('rehearse', 'sophos')).complaints).toMatch(/^rehearse is now called plan/);
    }));
});

test('--shell prints a script that a shell reads, with the ids of the account, and changes nothing', () =>
  atTheCommandLine({}, async ({ run, holder }) => {
    const { code, out, changes } = await run('plan', 'sophos', '--shell');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(out).toContain(`\nOLD=${holder}\n`);
    expect(spawnSync('sh', ['-n'], { input: out, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  }));

test('--shell --output writes the script into a file, and says how to run it', () => {
  const files = new Map<string, string>();
  const write = (file: string, text: string): void => void files.set(file, text);
  return atTheCommandLine({ door: { write } }, async ({ run }) => {
    const { code, out } = await run('plan', 'sophos', '--shell', '--output', 'takeover.sh');
    expect({ code, out }).toEqual({
      code: 0,
      out: 'the script is in takeover.sh; read it, then run it: sh takeover.sh\n',
    });
    expect(files.get('takeover.sh')).toMatch(/^#!\/bin\/sh\n[\s\S]*done: /);
  });
});
