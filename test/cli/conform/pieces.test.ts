/** Options, files and blanks: what a person types, what is read, and what is taken out. */
import { describe, expect, test } from '@jest/globals';
import { blanked, blanking } from '../../../cli/conform/blank.ts';
import { readFile } from '../../../cli/conform/file.ts';
import { readOptions } from '../../../cli/conform/options.ts';

describe('the options', () => {
  test('without any are the lab, and what is not observed yet', () => {
    expect(readOptions([])).toEqual({
      ask: 'observe',
      options: {
        ...{ stage: 'lab', appliance: 'lab', out: 'conformance.json', json: false },
        ...{ rows: undefined, region: undefined, profile: undefined, appliances: undefined },
      },
    });
  });

  test('name rows', () => {
    expect(readOptions(['--rows', '8,0, 3,8'])).toMatchObject({ options: { rows: [0, 3, 8] } });
  });

  test.each([
    [['--rows', '22'], '--rows: there is no row "22"; rows are 0 to 21, as in --rows 0,3,8'],
    [['--rows', 'all'], '--rows: there is no row "all"; rows are 0 to 21, as in --rows 0,3,8'],
    [['--rows'], '--rows has no value; write it behind the option, such as --rows 0,3,8'],
    [['--stage', '--json'], '--stage has no value: "--json" follows it; write such as --stage lab'],
    [['--row', '3'], expect.stringMatching(/^there is no option "--row"; did you mean --rows\? /)],
    [['--json', '--json'], '--json is given twice; give it once'],
    [['--json=yes'], '--json takes no value; write --json alone'],
    [['8'], '"8" is one word too many; write npm run conform -- [options]'],
    [['--stage', 'Lab!'], '--stage "Lab!" is not a stage; use only a-z and 0-9, such as --stage prod'],
    [['--replay', 'a.json', '--stage', 'lab'], '--replay asks nothing of AWS: write it without --stage'],
    [['--list', '--rows', '3'], '--list asks nothing of AWS: write it without --rows'],
  ])('%j is one sentence', (args, because) => {
    expect(readOptions(args)).toEqual({ ask: 'wrong', because });
  });
});

const ROW = { row: 3, at: '2026-11-21T01:00:00.000Z', end: 'complete', codes: {}, messages: {}, order: {} };
const FILE = {
  version: 1,
  made: '2026-11-21T01:00:00.000Z',
  partition: 'aws',
  rows: [{ ...ROW, seconds: {}, counts: {} }],
};

describe('a file', () => {
  test('is read', () => {
    expect(readFile(JSON.stringify(FILE), 'f.json')).toEqual(FILE);
  });

  test.each([
    ['{', /^f\.json is not JSON; was it written by npm run conform\?$/],
    ['[]', /^f\.json is not a conformance file: the document: /],
    ['{}', /^f\.json is not a conformance file: version: /],
    [JSON.stringify({ ...FILE, version: 2 }), /^f\.json has version 2, and this kit reads version 1; update the kit$/],
    [JSON.stringify({ ...FILE, rows: [ROW] }), /^f\.json is not a conformance file: rows\.0\.seconds: /],
    [JSON.stringify({ ...FILE, rows: [...FILE.rows, ...FILE.rows] }), /^f\.json has row 3 twice; keep one of them$/],
  ])('%s is refused in one sentence', (text, sentence) => {
    expect(() => readFile(text, 'f.json')).toThrow(sentence);
  });
});

describe('blanks', () => {
  const blank = blanking(['lab', 'Acme firewall', 'vpn', 'ada@acme.example']);

  test.each([
    [
      'arn:aws:sns:eu-west-1:123456789012:failover-lab-notifications',
      'arn:aws:sns::000000000000:failover-lab-notifications',
    ],
    ['The pending instance "i-0123456789abcdef0"', 'The pending instance "i-…"'],
    ['198.51.100.7 and 2001:db8:0:0:1::7', '0.0.0.0 and ::'],
    ['write to Ops.Team+x@acme.co.uk', 'write to someone@example.com'],
    ['the Acme firewall of 111122223333', 'the NAME of 000000000000'],
    ['available in the lab', 'available in the lab'],
    ['in 2026-11-21T01:00:00.000Z after 12.5 s', 'in 2026-11-21T01:00:00.000Z after 12.5 s'],
  ])('%s', (text, without) => {
    expect(blank(text)).toBe(without);
  });

  test('reach every string of an observation', () => {
    expect(blanked({ a: ['10.0.0.1'], b: { c: '123456789012', d: 3 } }, blank)).toEqual({
      a: ['0.0.0.0'],
      b: { c: '000000000000', d: 3 },
    });
  });
});
