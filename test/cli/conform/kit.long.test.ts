/** The whole kit in a simulated lab, and what it wrote compared with the simulator: every row agrees. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { compare } from '../../../cli/conform/compare.ts';
import { type ConformanceFile, readFile, writeFile } from '../../../cli/conform/file.ts';
import { main } from '../../../cli/conform/main.ts';
import { ROWS } from '../../../cli/conform/rows.ts';
import { MODELLED, observeSimulated } from '../../../cli/conform/simulated-lab.ts';

const LONG_MS = 300_000;

const files: { observed?: ConformanceFile; simulated?: ConformanceFile; heard: string } = { heard: '' };

const observed = (): ConformanceFile => structuredClone(files.observed as ConformanceFile);
const compared = (file: ConformanceFile) => compare(ROWS, file, files.simulated as ConformanceFile);

beforeAll(async () => {
  const hear = (text: string): void => {
    files.heard += `${text}\n`;
  };
  files.observed = await observeSimulated(main, { seed: 2, hear });
  files.simulated = await observeSimulated(main, { seed: 1 });
}, LONG_MS);

const rowOf = (file: ConformanceFile, number: number) => {
  const row = file.rows.find(({ row }) => row === number);
  if (!row) throw new Error(`row ${number} was not observed`);
  return row;
};

describe('the kit in a simulated lab', () => {
  test('observes every row that is modelled, to its end', () => {
    const { rows } = observed();
    expect(rows.filter(({ end }) => end !== 'complete').map(({ row, why }) => ({ row, why }))).toEqual([]);
    expect(rows.map(({ row }) => row)).toEqual(MODELLED);
  });

  test('leaves nothing behind', () => {
    expect(files.heard).not.toMatch(/STILL THERE/);
  });

  test('writes no account id, no address and no resource id', () => {
    const text = writeFile(observed());
    expect(text).not.toMatch(/123456789012|203\.0\.113\.|\b(?:i|ami|eni|eipalloc|snap)-[0-9a-f]{8}/);
  });

  test('writes a file that it reads', () => {
    expect(readFile(writeFile(observed()), 'it')).toEqual(observed());
  });
});

describe('compared with the simulator', () => {
  test('every row agrees', () => {
    const facts = compared(observed());
    expect(facts.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
    for (const number of MODELLED) {
      const row = ROWS.find((each) => each.number === number);
      const agreeing = facts.filter(({ row, verdict }) => row === number && verdict === 'agrees');
      expect({ row: number, agrees: agreeing.length > 0 }).toEqual({
        row: number,
        agrees: (row?.checks.length ?? 0) > 0,
      });
    }
  });

  test('another code differs, and names the row of the model', () => {
    const file = observed();
    rowOf(file, 8).codes['by instance, while pending'] = 'IncorrectInstanceState';
    expect(compared(file).filter(({ verdict }) => verdict === 'differs')).toEqual([
      {
        ...{ row: 8, fact: 'by instance, while pending', verdict: 'differs' },
        ...{ observed: 'IncorrectInstanceState', modelled: 'InvalidInstanceID' },
        correct: 'aws-facts 3.4, AssociateAddress by instance; simulator/account/ec2/write-path.ts',
      },
    ]);
  });

  test.each([
    [400, 'longer than the model has it'],
    [20, 'shorter than the model has it'],
  ])('a first status check after %d s, %s, names the constant', (seconds) => {
    const file = observed();
    rowOf(file, 9).seconds.initializing = seconds;
    expect(compared(file).filter(({ verdict }) => verdict === 'differs')).toMatchObject([
      { row: 9, fact: 'initializing', correct: expect.stringContaining('constant STATUS_CHECK_MS.initializing') },
    ]);
  });

  test('another order of states differs', () => {
    const file = observed();
    rowOf(file, 12).order['states of takeover']?.reverse();
    expect(compared(file).filter(({ verdict }) => verdict === 'differs')).toMatchObject([{ row: 12 }]);
  });

  test('a count out of bounds differs', () => {
    const file = observed();
    rowOf(file, 0).counts['concurrent executions'] = 10;
    expect(compared(file).filter(({ verdict }) => verdict === 'differs')).toMatchObject([
      { row: 0, observed: '10', modelled: 'at least 50' },
    ]);
  });

  test('what was not observed, and a row that this kit does not know, is not compared', () => {
    const file = observed();
    delete rowOf(file, 9).seconds.initializing;
    file.rows.push({ ...rowOf(file, 0), row: 40 });
    expect(compared(file).filter(({ verdict }) => verdict === 'not compared')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ row: 9, fact: 'initializing', observed: 'not observed' }),
        expect.objectContaining({ row: 40, modelled: 'this kit does not know the row' }),
      ]),
    );
  });
});
