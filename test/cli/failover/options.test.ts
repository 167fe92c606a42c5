/** The command line of a deployment: what is understood, and one clear sentence about what is not. */
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../../cli/failover/options.ts';

const COMMON = { stage: 'dev', region: undefined, appliances: undefined, json: false };

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
    ['start sophos --reason why', { command: 'start', appliance: 'sophos', mode: 'failover', reason: 'why' }],
    ['start sophos --mode rehearse --reason why', { mode: 'rehearse' }],
    ['take-ownership sophos', { command: 'take-ownership', appliance: 'sophos', explicitly: false }],
    ['take-ownership sophos --take-ownership', { explicitly: true }],
  ])('%s', (line, command) => {
    expect(asked(line)).toEqual({ ask: 'do', command: expect.objectContaining(command), common: COMMON });
  });

  test('may come with where the deployment is, and how it answers', () => {
    expect(asked('status --stage prod --region eu-west-1 --appliances mine.yml --json')).toMatchObject({
      common: { stage: 'prod', region: 'eu-west-1', appliances: 'mine.yml', json: true },
    });
  });

  test.each(['--help', '-h', 'pause --help'])('%s asks for help', (line) => {
    expect(asked(line)).toEqual({ ask: 'help' });
  });
});

describe('a mistake', () => {
  test.each<[string, RegExp]>([
    ['', /say what to do: status, pause/],
    ['staus', /no command "staus"; did you mean "status"\?/],
    ['explode', /no command "explode" \(there are: status/],
    ['pause --for 4h', /pause needs the name of an appliance/],
    ['pause sophos', /a pause needs an end: --for 4h, or --until/],
    ['pause sophos --for 4h --until 2026-11-22T06:00Z', /one end/],
    ['pause sophos --for 4', /--for "4" is no duration/],
    ['pause sophos --for 0h', /--for "0h" is no duration/],
    ['pause sophos --for 4w', /--for "4w" is no duration/],
    ['pause sophos --until tomorrow', /--until "tomorrow" is no instant with a zone/],
    ['pause sophos --until 2026-11-22T06:00', /--until "2026-11-22T06:00" is no instant with a zone/],
    ['pause sophos --until 2026-13-22T06:00Z', /is no instant/],
    ['start sophos', /start needs --reason/],
    ['start sophos --reason why --mode failback', /--mode "failback" is none of failover, switchover, rehearse/],
    ['resume sophos --for 4h', /resume does not know --for/],
    ['status sophos vpn', /one appliance; "vpn" is one too many/],
    ['status --stag prod', /--stag.*there are --for/],
    ['status --stage Prod', /--stage "Prod" is not a stage/],
  ])('"%s" is said in words', (line, because) => {
    expect(asked(line)).toEqual({ ask: 'wrong', because: expect.stringMatching(because) });
  });
});
