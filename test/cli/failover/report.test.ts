/** `report`: a run in the account afterwards, in three formats, on the screen or in a file. */
import { describe, expect, test } from '@jest/globals';
import { switchOn } from '../../../simulator/account/faults/switch.ts';
import { type AtTheCommandLine, atTheCommandLine } from '../../support/command-line.ts';

const goesDown = ({ simulation, holder }: AtTheCommandLine): void =>
  switchOn(simulation.world, { kind: 'service-dead', instanceId: holder });

async function afterFailover<T>(story: (at: AtTheCommandLine) => Promise<T>, door = {}): Promise<T> {
  return atTheCommandLine({ door }, async (at) => {
    goesDown(at);
    await at.run('failover', 'sophos', '--reason', 'it drops <b>packets</b>');
    return story(at);
  });
}

describe('the report of a takeover', () => {
  test('is Markdown on the screen: outage, phases, changes, evidence, image, what to do', () =>
    afterFailover(async ({ run, holder }) => {
      const { code, out } = await run('report', 'takeover-sophos-g1');
      expect(code).toBe(0);
      expect(out).toMatch(/^# sophos: taken over, answers again after \d+ s\n/);
      expect(out).toMatch(/\*\*[\d.]+ s of outage\*\* \(as failover measured it/);
      for (const phase of ['detect', 'decide', 'launch', 'move', 'boot', 'verify'])
        expect(out).toContain(`| ${phase} | `);
      expect(out).toMatch(new RegExp(`\\| address [\\d.]+ \\| ${holder} \\| i-\\w+ \\|`));
      expect(out).toMatch(/\| health \| suspect \|/);
      expect(out).toMatch(/\| Image \| ami-\w+, taken .* h old \|/);
      expect(out).toMatch(/\| [\d.]+ \| LaunchReplacement \|/);
      expect(out).toContain(`Do not terminate ${holder}`);
    }));

  test('names the newest one with --last', () =>
    afterFailover(async ({ run }) => {
      const { answer } = { answer: JSON.parse((await run('report', '--last', 'sophos', '--json')).out) };
      expect(answer).toMatchObject({ execution: 'takeover-sophos-g1', appliance: 'sophos', state: 'good' });
    }));

  test('goes into a file, in the format of its name', () => {
    const files = new Map<string, string>();
    const write = (file: string, text: string): void => void files.set(file, text);
    return afterFailover(
      async ({ run }) => {
        const { code, out } = await run('report', 'takeover-sophos-g1', '-o', 'out.html');
        expect({ code, out }).toEqual({ code: 0, out: 'the report of takeover-sophos-g1 is in out.html\n' });
        expect(files.get('out.html')).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
      },
      { write },
    );
  });

  test('changes nothing in the account', () =>
    afterFailover(async ({ run }) => {
      expect((await run('report', 'takeover-sophos-g1')).changes).toEqual([]);
    }));

  test('has its phases one after the other, and the outage between the failure and the first answer', () =>
    afterFailover(async ({ run }) => {
      const { phases, service, outage } = JSON.parse((await run('report', 'takeover-sophos-g1', '--json')).out);
      const at = Object.fromEntries(phases.map((phase: { name: string }) => [phase.name, phase]));
      expect(at.detect.fromSeconds).toBe(0);
      expect(at.launch.toSeconds).toBeCloseTo(at.boot.fromSeconds, 1);
      expect(at.boot.toSeconds).toBeCloseTo(at.verify.toSeconds, 1);
      expect(at.move.toSeconds).toBeCloseTo(at.verify.fromSeconds, 1);
      const down = service.find(({ answers }: { answers: boolean }) => !answers);
      expect(down.toSeconds - down.fromSeconds).toBeCloseTo(outage.seconds, 1);
    }));
});

describe('the report of another run', () => {
  test('of a failover that was held says why, and that nothing was changed', () =>
    atTheCommandLine({}, async ({ run }) => {
      await run('failover', 'sophos', '--reason', 'a test');
      const { out } = await run('report', 'person-sophos-id-1');
      expect(out).toContain('not taken over, it answers');
      expect(out).toMatch(/\| Decision \| held: answers \|/);
    }));

  test('of a takeover that our failover machine did not start says so, and repeats nothing that it claims', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      const input = {
        appliance: 'sophos',
        generation: 7,
        startedBy: 'arn:aws:states:r:1:execution:other:x',
        because: 'CLAIMED',
      };
      const { execution } = simulation.stepFunctions.start({
        ...{ machine: 'failover-dev-takeover', name: 'takeover-sophos-g7', input: JSON.stringify(input) },
      });
      await simulation.ended(execution);
      const { code, out } = await run('report', 'takeover-sophos-g7');
      expect(code).toBe(0);
      expect(out).toMatch(/^# sophos: .*takeover/);
      expect(out).toMatch(/did not start|not started by|is no execution of/);
      expect(out).not.toContain('CLAIMED');
    }));

  test('of an execution that does not exist is refused', () =>
    atTheCommandLine({}, async ({ run }) => {
      const { code, complaints } = await run('report', 'takeover-sophos-g9');
      expect(code).toBe(1);
      expect(complaints).toMatch(/^there is no execution takeover-sophos-g9 .*90 days/);
    }));

  test('of a takeover that failed is marked as bad, with what failed', () =>
    atTheCommandLine({}, async (at) => {
      goesDown(at);
      at.simulation.stepFunctions.crashes.push({
        ...{ machine: 'failover-dev-takeover', state: 'StopFailed', when: 'before', as: 'ABORTED' },
      });
      await at.run('failover', 'sophos', '--reason', 'a test');
      const { state, title } = JSON.parse((await at.run('report', '--last', 'sophos', '--json')).out);
      expect({ state, title }).toEqual({ state: 'bad', title: expect.stringMatching(/^sophos: takeover died/) });
    }));
});

test.each([
  [['report'], /report EXECUTION, or report --last APPLIANCE/],
  [['report', 'takeover-sophos-g1', '--last', 'sophos'], /report EXECUTION, or report --last/],
  [['report', 'takeover-sophos-g1', '-o', 'out.pdf'], /end it in \.html, \.md or \.json/],
  [['report', 'takeover-sophos-g1', '--format', 'pdf'], /write one of html, md, json/],
  [['report', 'takeover-sophos-g1', '-o'], /has no value/],
])('%j is a mistake on the command line', (args, sentence) =>
  atTheCommandLine({}, async ({ run }) => {
    const { code, complaints } = await run(...args);
    expect(code).toBe(2);
    expect(complaints).toMatch(sentence);
  }),
);
