/** `drill`, `config` and `cost`: practice with a report, and what the file says. */
import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../../shared/config.ts';
import { anAppliance } from '../../support/appliances.ts';
import { atTheCommandLine, inScenario } from '../../support/command-line.ts';

const CALM = { scenario: 'prober-finds-it', atSeconds: 0 };

const WHY = ['--reason', 'before the holidays'];

describe('a drill', () => {
  test('that is isolated proves a new image, and ends with its report', () =>
    inScenario(CALM, async ({ run }) => {
      const { code, out } = await run('drill', 'sophos', '--isolated', ...WHY);
      expect(out).toMatch(/^rotated by rotation-sophos_person-id-1: ami-\w+ .*it booted in \d+ s/m);
      expect(out).toMatch(/^# .*$/m);
      expect(out).toContain('| Decision | rotated: before the holidays |');
      expect(code).toBe(0);
    }));

  test('that is live moves the appliance, and writes the report into a file', () => {
    const files = new Map<string, string>();
    const door = { write: (file: string, text: string) => void files.set(file, text) };
    return inScenario({ ...CALM, door }, async ({ run }) => {
      const { code, out } = await run('drill', 'sophos', '--live', ...WHY, '--output', 'drill.html');
      expect(out).toMatch(/^taken over by takeover-sophos-g1: /m);
      expect(out).toMatch(/\nthe report of the drill is in drill\.html\n$/);
      expect(files.get('drill.html')).toMatch(/^<!doctype html>[\s\S]*takeover-sophos-g1/i);
      expect(code).toBe(0);
    });
  });

  test('that is live is refused while readiness is red: 3, with what is red', () =>
    inScenario(CALM, async ({ run, simulation }) => {
      for (const image of [...simulation.world.ec2.images.keys()]) simulation.world.ec2.images.delete(image);
      const { code, out, changes } = await run('drill', 'sophos', '--live', ...WHY);
      expect(out).toMatch(/RED +\w+[\s\S]*a live drill needs an appliance that is ready; nothing was started\n$/);
      expect({ code, changes }).toEqual({ code: 3, changes: [] });
    }));

  test('as JSON has the end and the report in one document', () =>
    inScenario(CALM, async ({ run }) => {
      const answer = JSON.parse((await run('drill', 'sophos', '--isolated', ...WHY, '--json')).out);
      expect(answer).toMatchObject({ outcome: 'rotated', report: { title: expect.any(String) } });
    }));

  test.each([[[]], [['--isolated', '--live']]])('of %p is a mistake on the command line', (kinds) =>
    atTheCommandLine({}, async ({ run }) => {
      const { code, complaints } = await run('drill', 'sophos', ...kinds, ...WHY);
      expect({ code, complaints }).toEqual({
        code: 2,
        complaints: expect.stringMatching(/^say which drill: --isolated/),
      });
    }),
  );
});

describe('config', () => {
  test('check names every fault of the file as its answer: 3', () => {
    const configuration = () => {
      throw new ConfigurationError([
        'appliances.yml: sophos.mode "automatic" is not known',
        'sophos.probe.port is missing',
      ]);
    };
    return atTheCommandLine({ door: { configuration } }, async ({ run }) => {
      const { code, out, complaints } = await run('config', 'check');
      expect({ code, complaints }).toEqual({ code: 3, complaints: '' });
      expect(out).toMatch(/mode "automatic" is not known[\s\S]*\n.*probe\.port is missing/);
      expect(JSON.parse((await run('config', 'check', '--json')).out)).toMatchObject({ valid: false });
      expect(await run('config', 'show')).toMatchObject({ code: 1, out: '' });
    });
  });

  test('check of a valid file, and show with every default, ask nothing of AWS', () => {
    const clients = () => {
      throw new Error('AWS was asked');
    };
    return atTheCommandLine({ door: { clients } }, async ({ run }) => {
      expect(await run('config', 'check')).toMatchObject({ code: 0, out: 'the configuration is valid: sophos\n' });
      expect((await run('config', 'show')).out).toMatch(/^sophos:\n(?: .*\n)* {2}cooldownMinutes: 30\n/m);
      expect(JSON.parse((await run('config', 'show', '--json')).out)).toMatchObject({
        appliances: [{ name: 'sophos' }],
      });
    });
  });

  test('show --deployed says where the deployment differs from the file', () => {
    const file = { region: 'ap-northeast-1', appliances: [anAppliance({ cooldownMinutes: 45 })] };
    return atTheCommandLine({ door: { configuration: () => file } }, async ({ run }) => {
      const { code, out, changes } = await run('config', 'show', '--deployed');
      expect(out).toMatch(/^ {2}cooldownMinutes: 30$/m);
      expect(out).toMatch(/^sophos: cooldownMinutes is 30 there, and 45 in the file$/m);
      expect({ code, changes }).toEqual({ code: 0, changes: [] });
    });
  });

  test.each([
    ['config', /^config needs check or show/],
    ['config edit', /^config "edit" is not known; write config check or config show/],
    ['config check --deployed', /^--deployed belongs to config show/],
  ])('%s is a mistake', (line, why) =>
    atTheCommandLine({}, async ({ run }) => {
      expect(await run(...line.split(' '))).toMatchObject({ code: 2, complaints: expect.stringMatching(why) });
    }),
  );
});

test('cost is the bill of the file', () =>
  atTheCommandLine({}, async ({ run }) => {
    const { code, out } = await run('cost');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/THE EXPECTED OUTAGE of each/) });
    expect(JSON.parse((await run('cost', '--boot', '300', '--json')).out)).toHaveProperty('appliances');
  }));
