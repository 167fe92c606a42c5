/** Consent, the guard, interruption, and a file that is continued, in a simulated lab. */
import { describe, expect, test } from '@jest/globals';
import type { Door } from '../../../cli/conform/door.ts';
import { main } from '../../../cli/conform/main.ts';
import { doorToLab, inLab, silentTerminal } from '../../../cli/conform/simulated-lab.ts';
import type { Person } from '../../../cli/person.ts';
import { allTrue, truth } from '../../../simulator/account/consistency.ts';
import type { Simulation } from '../../../simulator/stories/simulation.ts';
import { tag } from '../../support/console-hands.ts';

type Ran = { code: number; out: string; files: Map<string, string>; changes: string[] };

const READS = /^(?:Describe|List|Get|Invoke|StartExecution)/;

type Setting = {
  door?: Partial<Door>;
  person?: Partial<Person>;
  files?: Map<string, string>;
  before?(s: Simulation): void;
};

function kit(args: string[], { door, person, files = new Map(), before }: Setting = {}): Promise<Ran> {
  return inLab(3, async (simulation) => {
    before?.(simulation);
    const calls = simulation.world.calls.length;
    let out = '';
    const usual = doorToLab({ simulation }, files);
    const terminal = silentTerminal((text) => {
      out += text;
    });
    const code = await main(args, terminal, { ...usual, ...door, person: { ...usual.person, ...person } });
    const sent = simulation.world.calls.slice(calls).filter(({ caller }) => caller === 'person');
    const changes = sent.filter(({ action, dryRun }) => !dryRun && !READS.test(action)).map(({ action }) => action);
    return { code, out, files, changes };
  });
}

const FILE = 'conformance.json';
const rowsIn = (files: Map<string, string>) =>
  (JSON.parse(files.get(FILE) ?? '{"rows":[]}') as { rows: { row: number; end: string; at: string }[] }).rows;

const answering = (...answers: (string | undefined)[]) => {
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answers.shift();
  };
  return { asked, ask };
};

describe('without a terminal', () => {
  test('only rows that change nothing run, and the others say why', async () => {
    const { code, out, files, changes } = await kit(['--rows', '0,4,8,11'], { person: { present: false } });
    expect({ code, changes }).toEqual({ code: 1, changes: [] });
    expect(rowsIn(files).map(({ row }) => row)).toEqual([0, 4, 11]);
    expect(out).toMatch(/row 8: .*: skipped, it changes something, and there is no terminal to ask at/);
  });
});

describe('before the first change', () => {
  test('the account id is typed, and y for each row', async () => {
    const { asked, ask } = answering('123456789012', 'y');
    const { out, changes } = await kit(['--rows', '13'], { person: { ask } });
    expect(asked).toEqual([
      'Rows from here on change the account. Type its account id to allow them: ',
      'Run row 13? Type y to run it: ',
    ]);
    expect(out).toMatch(/changes: a failed execution of takeover/);
    expect(changes).toEqual([]);
  });

  test.each([
    [['000000000000'], /skipped, the account id that was typed is not the one of this account/],
    [['123456789012', ''], /skipped, you did not answer y/],
    [['123456789012', 'no'], /skipped, you did not answer y/],
  ])('%j changes nothing', async (answers, why) => {
    const { out, changes } = await kit(['--rows', '8'], { person: answering(...answers) });
    expect(changes).toEqual([]);
    expect(out).toMatch(why);
  });
});

describe('what is no lab is not changed', () => {
  const typed =
    (type: string) =>
    ({ world }: Simulation) => {
      for (const instance of allTrue(world.ec2.instances)) {
        const cell = world.ec2.instances.get(instance.id);
        if (cell) cell.truth = { ...instance, type };
      }
    };

  test.each(['m5.large', 't3.medium', 't3.xlarge'])('an instance of type %s', async (type) => {
    const { ask, asked } = answering();
    const { out, changes } = await kit(['--rows', '8'], { person: { ask }, before: typed(type) });
    expect({ asked, changes }).toEqual({ asked: [], changes: [] });
    expect(out).toMatch(new RegExp(`skipped, the appliance has the instance type ${type}, and a lab has`));
  });

  test('an instance that cannot be read', async () => {
    const before = (simulation: Simulation): void =>
      simulation.inject({ kind: 'deny', action: 'DescribeInstances', caller: 'person' });
    const { out, changes } = await kit(['--rows', '8'], { before });
    expect(changes).toEqual([]);
    expect(out).toMatch(/skipped, it cannot be read whether this is a lab: /);
  });

  test('a stage or an appliance that is not there is refused', async () => {
    expect(await kit(['--rows', '0', '--appliance', 'prod'])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^no appliance "prod" is configured.* \(there are: lab\)\n$/),
    });
    expect(await kit(['--rows', '0', '--stage', 'prod'])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^stage "prod" is not deployed in/),
    });
  });
});

describe('Ctrl-C', () => {
  test('keeps what was observed, removes what was made, and says how to go on', () =>
    inLab(3, async (simulation) => {
      const files = new Map<string, string>();
      let press = (): void => undefined;
      const happened = new Promise<void>((resolve) => {
        press = resolve;
      });
      let out = '';
      const door = doorToLab({ simulation }, files);
      const person = { ...door.person, interruption: () => ({ happened, forget: () => undefined }) };
      const pressed = simulation.clock.sleep(90_000).then(press);
      const terminal = silentTerminal((text) => {
        out += text;
      });
      const code = await main(['--rows', '0,9,11'], terminal, { ...door, person });
      await pressed;
      expect(code).toBe(1);
      expect(rowsIn(files)).toMatchObject([{ row: 0, end: 'complete' }]);
      const { ec2, calls } = simulation.world;
      const ours = allTrue(ec2.instances).filter(({ tags }) => 'failover-conform' in tags);
      expect(ours.map(({ id }) => truth(ec2.instances, id)?.state)).toEqual([
        expect.stringMatching(/shutting-down|terminated/),
      ]);
      expect(calls.filter(({ action, caller }) => action === 'StartExecution' && caller === 'person')).toEqual([]);
      expect(out).toMatch(/Interrupted: what was observed until then is kept\./);
      expect(out).toMatch(/To go on: npm run conform\n/);
    }));

  test('what cannot be removed is named with the command that removes it', async () => {
    const before = (simulation: Simulation): void =>
      simulation.inject({ kind: 'deny', action: 'TerminateInstances', caller: 'person' });
    const { code, out } = await kit(['--rows', '9'], { before });
    expect(code).toBe(1);
    expect(out).toMatch(/STILL THERE: the instance i-\w+ \(UnauthorizedOperation: .*\)\. Remove it yourself:/);
    expect(out).toMatch(/aws ec2 terminate-instances --instance-ids i-\w+\n/);
  });
});

describe('what is there with the tag of the kit', () => {
  test('although AWS never acknowledged the launch is named with the command that removes it', async () => {
    const before = (simulation: Simulation): void =>
      simulation.inject({ kind: 'lose-answer', action: 'RunInstances', caller: 'person', times: 1 });
    const { code, out } = await kit(['--rows', '9'], { before });
    expect(code).toBe(1);
    expect(out).toMatch(/row 9: .*: not complete, TimeoutError/);
    expect(out).toMatch(/STILL THERE: the instance i-\w+, made by the run failover-conform-\d+\./);
  });

  test('a pause that a person has set is left alone', async () => {
    const before = ({ world }: Simulation): void => {
      for (const { id } of allTrue(world.ec2.addresses))
        tag(world, id, { 'failover:paused-until': '2026-11-22T00:00:00.000Z' });
    };
    const { out, changes } = await kit(['--rows', '5'], { before });
    expect(changes).toEqual([]);
    expect(out).toMatch(/row 5: .*: not complete, lab is paused already: resume it first/);
  });
});

const AT = '2026-11-21T01:00:00.000Z';

/** Every row but these, observed before. */
const observedBut = (...left: number[]): string => {
  const facts = { codes: {}, messages: {}, order: {}, seconds: {}, counts: { 'confirmed, an hour later': 1 } };
  const numbers = Array.from({ length: 22 }, (_, number) => number).filter((number) => !left.includes(number));
  const rows = numbers.map((row) => ({ row, at: AT, end: 'complete', ...facts }));
  return JSON.stringify({ version: 1, made: AT, partition: 'aws', rows });
};

describe('a file that is there', () => {
  test('is continued: only what it does not have is observed', async () => {
    const files = new Map([[FILE, observedBut(0, 4)]]);
    const { code, out } = await kit([], { files, person: { present: false } });
    expect(code).toBe(0);
    expect(out).toMatch(/All together about \$/);
    expect(rowsIn(files)).toHaveLength(22);
    expect(rowsIn(files).flatMap(({ row, at }) => (at === AT ? [] : [row]))).toEqual([0, 4]);
  });

  test('is observed again where --rows says so', async () => {
    const files = new Map([[FILE, observedBut(4)]]);
    await kit(['--rows', '0'], { files });
    expect(rowsIn(files).flatMap(({ row, at }) => (at === AT ? [] : [row]))).toEqual([0]);
  });

  test('that is no conformance file stops the kit before it asks AWS', async () => {
    const files = new Map([[FILE, '{"rows": 3}']]);
    const { code, out } = await kit(['--rows', '0'], { files });
    expect({ code, out }).toEqual({
      code: 1,
      out: expect.stringMatching(/^conformance\.json is not a conformance file: version: /),
    });
    expect(files.get(FILE)).toBe('{"rows": 3}');
  });
});
