/** An appliance that answers: a failover of it is held, and a forced one asks first. */
import { describe, expect, test } from '@jest/globals';
import { truthOf } from '../../../simulator/checks/watch/truth.ts';
import { anAppliance } from '../../support/appliances.ts';
import { atTheCommandLine, personWho } from '../../support/command-line.ts';

const REASON = ['--reason', 'it forwards nothing'];
const FORCED = ['failover', 'sophos', '--force', ...REASON];

const held = 'nothing was changed';

describe('failover of an appliance that answers', () => {
  test('is held, and names both commands that are left', () =>
    atTheCommandLine({}, async ({ run, simulation, holder }) => {
      const { code, out } = await run('failover', 'sophos', ...REASON);
      expect(code).toBe(3);
      expect(out).toMatch(/^held \(answers\): sophos answers/m);
      expect(out).toContain(held);
      expect(out).toContain('npm run failover -- switchover sophos --reason "WHY" --stage dev\n');
      expect(out).toContain('npm run failover -- failover sophos --force --reason "WHY" --stage dev\n');
      expect(truthOf(simulation.world, anAppliance()).traffic.address.instanceId).toBe(holder);
    }));
});

describe('a forced failover', () => {
  test('shows health, plan, image and loss, asks for the name, and starts with force', () => {
    const person = personWho('sophos');
    return atTheCommandLine({ door: { person } }, async ({ run, simulation, holder }) => {
      const { code, out } = await run(...FORCED);
      expect(person.asked).toEqual(['Type the name of the appliance to start the failover now: ']);
      expect(out).toMatch(
        /^sophos \(stage dev, ap-northeast-1\): failover --force replaces it although it may answer$/m,
      );
      expect(out).toMatch(new RegExp(`^ +active +${holder}, running in ap-northeast-1a, status checks ok$`, 'm'));
      expect(out).toMatch(/^ +to +m5\.large in ap-northeast-1\w$/m);
      expect(out).toMatch(/^ +image +ami-\w+, taken .* UTC, [\d.]+ h old$/m);
      expect(out).toMatch(/^ +lost +what was configured since .* UTC$/m);
      expect(out).toMatch(/^ +move the address eipalloc-\w+ to it$/m);
      expect(code).toBe(0);
      const inputs = simulation.stepFunctions.executions.map(({ input }) => JSON.parse(input));
      expect(inputs).toContainEqual(expect.objectContaining({ mode: 'failover', force: true }));
      expect(truthOf(simulation.world, anAppliance()).traffic.address.instanceId).not.toBe(holder);
    });
  });

  test.each([
    ['another name', 'sophso', 'the answer is not "sophos"'],
    ['yes', 'yes', 'the answer is not "sophos"'],
    ['nothing', '', 'there was no answer'],
    ['Ctrl-D', undefined, 'there was no answer'],
  ])('starts nothing when the answer is %s', (_, answer, because) => {
    const person = personWho(...(answer === undefined ? [] : [answer]));
    return atTheCommandLine({ door: { person } }, async ({ run, simulation, holder }) => {
      const { code, out } = await run(...FORCED);
      expect(code).toBe(3);
      expect(out).toMatch(new RegExp(`^${because}; nothing was started\n$`, 'm'));
      expect(simulation.stepFunctions.executions.map(({ name }) => name)).toEqual(['person-sophos-id-1-rehearsal']);
      expect(truthOf(simulation.world, anAppliance()).traffic.address.instanceId).toBe(holder);
    });
  });

  test.each([
    [
      'where there is no terminal',
      [],
      /^failover --force asks a question, and there is no terminal to ask at: add --yes$/m,
    ],
    ['with --json', ['--json'], /^failover --force asks a question, and --json leaves no room for it: add --yes$/m],
  ])('%s needs --yes, and nothing is asked of AWS without', (_, more, why) =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      const before = simulation.world.calls.length;
      const { code, complaints } = await run(...FORCED, ...more);
      expect(code).toBe(2);
      expect(complaints).toMatch(why);
      expect(simulation.world.calls).toHaveLength(before);
    }),
  );

  test('with --yes and --json shows what it does on the standard error, and one document', () =>
    atTheCommandLine({}, async ({ run }) => {
      const { code, out, complaints } = await run(...FORCED, '--yes', '--json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ outcome: 'taken-over' });
      expect(complaints).toMatch(/^ +lost +what was configured since/m);
    }));

  test('of which no plan can be made says why, and starts nothing', () => {
    const person = personWho('sophos');
    return atTheCommandLine({ door: { person } }, async ({ run, simulation }) => {
      for (const image of simulation.world.ec2.images.keys()) simulation.world.ec2.images.delete(image);
      const { code, out } = await run(...FORCED);
      expect(code).toBe(1);
      expect(out).toMatch(/person-sophos-id-1-rehearsal failed: .*image/);
      expect(out).toMatch(/nothing was started\n$/);
      expect(person.asked).toEqual([]);
    });
  });
});
