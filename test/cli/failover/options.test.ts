/** The command line of a deployment: what is understood, and one clear sentence about what is not. */
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../../cli/failover/options.ts';

const COMMON = { stage: 'dev', region: undefined, profile: undefined, appliances: undefined, json: false };

const asked = (line: string) => readOptions(line.split(' ').filter(Boolean));

describe('a command', () => {
  test.each<[string, object]>([
    ['status', { command: 'status', appliance: undefined }],
    ['status sophos', { command: 'status', appliance: 'sophos' }],
    [
      'pause sophos --for 90m',
      { command: 'pause', appliance: 'sophos', end: { forSeconds: 5_400 }, because: undefined },
    ],
    ['pause sophos --for 2d --reason why', { command: 'pause', end: { forSeconds: 172_800 }, because: 'why' }],
    ['pause sophos --until 2026-11-22T06:00Z', { end: { until: '2026-11-22T06:00:00.000Z' } }],
    ['pause sophos --until 2026-11-22T06:00+09:00', { end: { until: '2026-11-21T21:00:00.000Z' } }],
    ['resume sophos', { command: 'resume', appliance: 'sophos' }],
    ['plan sophos', { command: 'plan', mode: 'failover', shell: false, output: undefined, reason: 'a plan' }],
    ['plan sophos --shell -o x.sh', { command: 'plan', shell: true, output: 'x.sh' }],
    ['rehearse sophos', { command: 'rehearse', appliance: 'sophos', reason: 'a rehearsal' }],
    ['rehearse sophos --reason why', { command: 'rehearse', reason: 'why' }],
    ['switchover sophos --reason why', { command: 'switchover', reason: 'why', force: false, yes: false }],
    ['failover sophos --reason why', { command: 'failover', appliance: 'sophos', reason: 'why', force: false }],
    ['failover sophos --reason why --force --yes', { command: 'failover', force: true, yes: true }],
    ['failover --force sophos --reason=-it-drops-', { reason: '-it-drops-', force: true, yes: false }],
    ['follow sophos', { command: 'follow', appliance: 'sophos', execution: undefined }],
    ['follow sophos takeover-sophos-g1', { command: 'follow', execution: 'takeover-sophos-g1' }],
    ['vouch sophos i-0123456789abcdef0 --reason why', { command: 'vouch', instance: 'i-0123456789abcdef0' }],
    ['ownership sophos', { command: 'ownership', appliance: 'sophos', take: false }],
    ['ownership sophos --take', { command: 'ownership', take: true }],
  ])('%s', (line, command) => {
    expect(asked(line)).toEqual({ ask: 'do', command: expect.objectContaining(command), common: COMMON });
  });

  test('may come with where the deployment is, and how it answers', () => {
    expect(asked('status --stage prod --region eu-west-1 --profile admin --appliances mine.yml --json')).toMatchObject({
      common: { stage: 'prod', region: 'eu-west-1', profile: 'admin', appliances: 'mine.yml', json: true },
    });
  });

  test('has a help of its own, with an example and with the options of all', () => {
    const help = asked('pause --help');
    const text = help.ask === 'help' ? help.text : '';
    expect(text).toMatch(/^Usage: npm run failover -- pause \[options\] \[appliance\]\n/);
    expect(text).toContain('--for <duration>');
    expect(text).toContain('--stage <name>');
    expect(text).toContain('npm run failover -- pause sophos --for 4h --reason "firmware update" --stage prod\n');
  });

  test('that was renamed is not in the help', () => {
    const help = asked('--help');
    expect(help.ask === 'help' && help.text).not.toMatch(/take-ownership|^ {2}start/m);
  });

  test.each(['--help', '-h', 'pause --help'])('%s asks for help', (line) => {
    expect(asked(line)).toMatchObject({ ask: 'help', text: expect.stringMatching(/^Usage: npm run failover -- /) });
  });
});

describe('a mistake', () => {
  test.each<[string, RegExp]>([
    ['', /say what to do: status, plan, .*npm run failover -- --help/],
    ['staus', /no command "staus"; did you mean "status"\?/],
    ['explode', /no command "explode" \(there are: status/],
    ['plan sophos --output x.sh', /^--output is the file of the script; add --shell/],
    ['plan sophos --mode both', /^--mode "both" is not known; write failover or switchover/],
    ['pause --for 4h', /say which appliance, or --all/],
    ['pause sophos', /a pause needs an end: --for 4h, or --until/],
    ['pause sophos --for 4h --until 2026-11-22T06:00Z', /one end/],
    ['pause sophos --for 4', /--for "4" is no duration/],
    ['pause sophos --for 0h', /--for "0h" is no duration/],
    ['pause sophos --for 4w', /--for "4w" is no duration/],
    ['pause sophos --until tomorrow', /--until "tomorrow" is no instant with a zone/],
    ['pause sophos --until 2026-11-22T06:00', /--until "2026-11-22T06:00" is no instant with a zone/],
    ['pause sophos --until 2026-13-22T06:00Z', /is no instant/],
    ['start sophos', /^start was replaced by three commands; .*plan APPLIANCE.*switchover.*failover APPLIANCE/],
    ['start sophos --reason why --mode failback', /^start was replaced by three commands/],
    ['failover sophos --mode rehearse', /^--mode was replaced by three commands/],
    [
      'take-ownership sophos',
      /^take-ownership is now ownership: ownership APPLIANCE shows .*ownership APPLIANCE --take/,
    ],
    ['take-ownership sophos --take-ownership', /^take-ownership is now ownership/],
    ['--reason why failover sophos', /^the command comes first, and --reason behind it: status, plan/],
    ['failover sophos --reason -h', /^--reason has no value: "-h" follows it/],
    ['sophos status', /^the command comes first: write status sophos$/],
    ['failover sophos', /^failover needs a reason.*: npm run failover -- failover sophos --reason "WHY" --stage dev$/],
    ['switchover sophos --stage prod', /-- switchover sophos --reason "WHY" --stage prod$/],
    ['failover sophos --reason', /^--reason has no value; write it behind the option, such as --reason "firmware/],
    ['failover sophos --reason --force', /^--reason has no value: "--force" follows it/],
    ['failover sophos --reason=', /^--reason has no value/],
    ['failover sophos --reason why --yes', /^--yes answers the question that only --force asks/],
    ['failover sophos --reason why --force=no', /^--force takes no value; write --force alone/],
    ['failover sophos --reason why --reason because', /^--reason is given twice/],
    ['status --stage prod --stage dev', /^--stage is given twice; give it once$/],
    ['status --json --json', /^--json is given twice/],
    ['status --stage', /^--stage has no value/],
    ['status --region tokyo', /^--region "tokyo" is not a Region that is known here/],
    ['status --region ap-northeast1', /write one such as ap-northeast-1$/],
    ['status -stage prod', /^there is no option "-stage"; options begin with two hyphens: --stage, --region/],
    ['status \u2014stage prod', /begins with a dash; options begin with two hyphens/],
    [
      'failover sophos prod --reason why',
      /^"prod" is one word too many; write npm run failover -- failover \[options\] <appliance>$/,
    ],
    ['follow sophos takeover/g1', /is not the name of an execution; write one such as takeover-sophos-g1/],
    ['follow', /follow needs the name of an appliance/],
    [
      'vouch sophos --reason why',
      /^vouch needs the id of the instance as well, such as i-\w+: npm run failover -- vouch \[options\] <appliance>/,
    ],
    ['vouch sophos ami-1 --reason why', /"ami-1" is not an instance id/],
    ['vouch sophos i-0123456789abcdef0', /vouch needs a reason/],
    ['toString', /no command "toString" \(there are/],
    ['__proto__ sophos', /no command "__proto__"/],
    ['constructor', /no command "constructor"/],
    ['resume sophos --for 4h', /resume does not know --for/],
    ['status sophos vpn', /^"vpn" is one word too many; write npm run failover -- status \[options\] \[appliance\]$/],
    [
      'status --stag prod',
      /^there is no option "--stag"; did you mean --stage\? \(there are --stage, .*--json, --simulated, --help\)$/,
    ],
    ['status --stage Prod', /--stage "Prod" is not a stage/],
  ])('"%s" is said in words', (line, because) => {
    expect(asked(line)).toEqual({ ask: 'wrong', because: expect.stringMatching(because) });
  });
});

describe('a reason', () => {
  test('of more characters than a record needs is refused', () =>
    expect(readOptions(['failover', 'sophos', '--reason', 'x'.repeat(257)])).toEqual({
      ask: 'wrong',
      because: '--reason has 257 characters; write 256 at most',
    }));

  test('in several lines is refused', () =>
    expect(readOptions(['failover', 'sophos', '--reason', 'one\ntwo'])).toMatchObject({
      because: expect.stringMatching(/line break/),
    }));
});

test.each([
  ['x'.repeat(100_000)],
  ['status', 'y'.repeat(100_000)],
  ['status', '--stage', 'z'.repeat(100_000)],
  ['status', `--${'o'.repeat(100_000)}`],
  ['vouch', 'sophos', '\u001b[31mred', '--reason', 'why'],
])('an answer is one short line without control characters, for any input', (...args) => {
  const answer = readOptions(args);
  const because = 'because' in answer ? answer.because : '';
  expect(because.length).toBeLessThan(500);
  expect(because).not.toMatch(/\p{C}/u);
});

describe('the stage', () => {
  const stageIn = (environment: NodeJS.ProcessEnv, args = 'status') => {
    const asked = readOptions(args.split(' '), environment);
    return asked.ask === 'do' ? asked.common.stage : asked;
  };

  test('is that of the option, then that of the environment, then dev', () => {
    expect(stageIn({ FAILOVER_STAGE: 'prod' })).toBe('prod');
    expect(stageIn({ FAILOVER_STAGE: 'prod' }, 'status --stage test')).toBe('test');
    expect(stageIn({ FAILOVER_STAGE: '' })).toBe('dev');
    expect(stageIn({})).toBe('dev');
  });

  test('of the environment is checked like that of the option', () => {
    const because = expect.stringContaining('FAILOVER_STAGE="Prod" is not a stage');
    expect(stageIn({ FAILOVER_STAGE: 'Prod' })).toEqual({ ask: 'wrong', because });
  });
});
