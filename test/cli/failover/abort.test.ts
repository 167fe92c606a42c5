/** `abort`: a run is stopped before its move, its traffic is read back, and the next takeover goes on from there. */
import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../simulator/account/consistency.ts';
import { truthOf } from '../../../simulator/checks/watch/truth.ts';
import { clientsFor } from '../../../simulator/stories/shared-clients.ts';
import type { Simulation } from '../../../simulator/stories/simulation.ts';
import { inScenario } from '../../support/command-line.ts';

const ABORT = ['abort', 'sophos', '--reason', 'it answers again'];

const statusOf = ({ stepFunctions }: Simulation, name: string) =>
  stepFunctions.executions.find((execution) => execution.name === name)?.status;

const holderIn = ({ world, configuration }: Simulation) => {
  const [appliance] = configuration.appliances;
  return appliance && truthOf(world, appliance).traffic.address.instanceId;
};

const WAITING = { scenario: 'zone-lost', atSeconds: 158 };

describe('a takeover that waits for its replacement', () => {
  test('is stopped, paused, and read back', () =>
    inScenario(WAITING, async ({ run, simulation }) => {
      const holder = holderIn(simulation);
      const { code, out, changes } = await run(...ABORT);
      expect(out).toMatch(/^takeover-sophos-g1 is aborted, in (LaunchReplacement|AwaitReplacement)$/m);
      expect(out).toContain(`traffic: unchanged; the address is at ${holder}\n`);
      expect(out).toMatch(/^left: i-\w+, replacement, (pending|running)$/m);
      expect(out).toMatch(/^paused: no automatic takeover begins until 2026-11-21T04:.*resume sophos --stage dev$/m);
      expect({ code, changes }).toEqual({ code: 0, changes: ['CreateTags', 'StopExecution'] });
      expect(statusOf(simulation, 'takeover-sophos-g1')).toBe('ABORTED');
    }));

  test('leaves no second replacement after the next one, which needs no settling time any more', () =>
    inScenario(WAITING, async ({ run, simulation }) => {
      const { out } = await run(...ABORT);
      const [, left = ''] = /^left: (i-\w+)/m.exec(out) ?? [];
      const { out: again } = await run('failover', 'sophos', '--reason', 'it is dead after all');
      const [, taken = ''] = /^taken over by takeover-sophos-g2: i-\w+ → (i-\w+)$/m.exec(again) ?? [];
      expect(taken).toMatch(/^i-/);
      await simulation.clock.sleep(120_000);
      const { state } = truth(simulation.world.ec2.instances, left) ?? {};
      expect(taken === left ? 'running' : 'terminated').toBe(state);
    }));

  test('is followed by no automatic takeover until the pause ends', () =>
    inScenario(WAITING, async ({ run, simulation }) => {
      await run(...ABORT);
      for (let minute = 0; minute < 5; minute += 1) {
        await simulation.invoke('sweep', {});
        await simulation.clock.sleep(60_000);
      }
      expect(statusOf(simulation, 'takeover-sophos-g2')).toBeUndefined();
      await run('resume', 'sophos');
      await simulation.invoke('sweep', {});
      await simulation.settle();
      expect(statusOf(simulation, 'takeover-sophos-g2')).toBe('SUCCEEDED');
    }));

  test('keeps a pause that lasts longer', () =>
    inScenario(WAITING, async ({ run }) => {
      await run('pause', 'sophos', '--for', '5h');
      expect((await run(...ABORT)).out).toMatch(/^paused: no automatic takeover begins until 2026-11-21T08:/m);
    }));
});

test('a move that began while it was stopped is shown part by part, and ends with 1', () => {
  const clients = ({ region }: { region: string }) => {
    const all = clientsFor(region);
    const sfn = new Proxy(all.sfn, {
      get: (target, key) =>
        key === 'send' ? (command: never) => late(() => target.send(command), command) : Reflect.get(target, key),
    });
    return { ...all, sfn };
  };
  let moved: Promise<void> = Promise.resolve();
  const late = async (send: () => Promise<unknown>, command: object) => {
    if (command.constructor.name === 'StopExecutionCommand') await moved;
    return send();
  };
  expect(clients({ region: 'ap-northeast-1' }).sfn).toBeInstanceOf(SFNClient);
  return inScenario({ scenario: 'switchover', atSeconds: 60, door: { clients } }, async ({ run, simulation }) => {
    const before = holderIn(simulation);
    moved = (async () => {
      for (let each = 0; each < 30_000 && holderIn(simulation) === before; each += 1) await simulation.clock.sleep(20);
    })();
    const { code, out } = await run(...ABORT);
    expect(out).toMatch(
      /^traffic: PARTLY MOVED, because the move began while it was stopped: 203\.0\.113\.10 .*-> i-\w+/m,
    );
    expect(out).toMatch(/^to finish the move now: npm run failover -- failover sophos/m);
    expect(code).toBe(1);
  });
});

test.each([
  ['moves', 185, /^it is too late to abort takeover-sophos-g1: it has entered \w+: .*; nothing was changed\n$/],
  ['is over', undefined, /^no takeover and no rotation of sophos runs: there is nothing to abort\n$/],
])('a takeover that %s is left alone: 3', (_, atSeconds, why) =>
  inScenario({ scenario: 'zone-lost', ...(atSeconds !== undefined && { atSeconds }) }, async ({ run }) => {
    const { code, complaints, changes } = await run(...ABORT);
    expect(complaints).toMatch(why);
    expect({ code, changes }).toEqual({ code: 3, changes: [] });
  }),
);

test('a rotation is stopped without a pause, and its image is never good', () =>
  inScenario({ scenario: 'prober-finds-it', atSeconds: 0 }, async ({ run, simulation }) => {
    const { stepFunctions, clock } = simulation;
    const input = JSON.stringify({ appliance: 'sophos', requestedBy: 'ada', reason: 'a test' });
    stepFunctions.start({ machine: 'failover-dev-rotation', name: 'rotation-sophos_person-1', input });
    await clock.sleep(60_000);
    const { code, out, changes } = await run(...ABORT);
    expect(out).toMatch(/^rotation-sophos_person-1 is aborted, in (AwaitImage|ImageMade|WaitForImage)$/m);
    expect(out).toContain('no takeover launches from it');
    expect({ code, changes }).toEqual({ code: 0, changes: ['StopExecution'] });
    const good = (await run('images', 'sophos')).out;
    await clock.sleep(3_600_000);
    expect((await run('images', 'sophos')).out.match(/ good /g)).toHaveLength(good.match(/ good /g)?.length ?? 0);
  }));
