/** docs/reference/decision-table.md is the truth: every cell of it is what `assess` and `decide` make of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../../shared/domain/decision/assess.ts';
import type { AlarmWord, Evidence } from '../../../../shared/domain/decision/evidence.ts';
import type { PastTakeover } from '../../../../shared/domain/decision/history.ts';
import type { Instance } from '../../../../shared/domain/snapshot.ts';
import { aPerson, described, failingSince, SAYS_NOTHING, theSweep } from '../../../support/evidence.ts';
import { aPastTakeover, neverAnswered } from '../../../support/past-takeovers.ts';
import { answerTo, NOW, paused } from '../../../support/questions.ts';

const PAGE = readFileSync('docs/reference/decision-table.md', 'utf8');

/** The lines of the table under a heading, each as its cells without their quotes. */
function tableUnder(heading: string): string[][] {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
}

const COLUMNS = ['auto', 'observe', 'paused', 'cooling down', 'a person'] as const;

const ago = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

const moved = aPastTakeover({ stoppedAt: ago(1200) });

type Case = Partial<Evidence> & { past?: PastTakeover[] };

/** The answer in one column; a question has a line of its own. */
function answerIn(column: string, { past = [], ...found }: Case): string {
  const evidence: Evidence = {
    ...{ instance: described(), addressHeld: true, status: 'ok', probe: 'failing', probeProven: true },
    alarms: { statusCheck: SAYS_NOTHING, probe: SAYS_NOTHING },
    ...found,
  };
  const assessment = assess(evidence, { rebootGraceSeconds: 180, bootLimitSeconds: 1200, now: NOW });
  const answer = answerTo({
    assessment,
    past: past.length === 0 && column === 'cooling down' ? [moved] : past,
    trigger: column === 'a person' ? aPerson() : theSweep,
    ...(column === 'paused' && { address: paused(ago(-3600)) }),
    appliance: { mode: column === 'observe' ? 'observe' : 'auto', cooldownMinutes: 30 },
  });
  return answer === 'take-over' ? 'take over' : answer;
}

const rowOf = (found: Case): string[] => COLUMNS.map((column) => answerIn(column, found));

const unreadable = { instance: { reading: 'unreadable', why: 'InternalError' }, status: 'unknown' } as const;
const absent = { instance: { reading: 'absent' }, status: 'unknown', addressHeld: false } as const;
const stopped = (instance: Partial<Instance>) => ({
  instance: described({ state: 'stopped', ...instance }),
  status: 'unknown' as const,
});

const EC2: Record<string, Case> = {
  ok: { status: 'ok' },
  impaired: { status: 'impaired' },
  unreadable,
  stopped: stopped({ stateReason: 'Server.ScheduledStop' }),
  absent,
};

const PROBE_ALARM: Record<string, AlarmWord> = {
  ok: { says: 'ok' },
  failing: failingSince(ago(60)),
  unknown: SAYS_NOTHING,
};

const OWN_PROBE: Record<string, Evidence['probe']> = { ok: 'answering', failing: 'failing', unknown: 'unknown' };

describe('what three witnesses say', () => {
  const rows = tableUnder('Three witnesses');

  test('is in the table in every combination, and once', () => {
    const combinations = Object.keys(EC2).flatMap((ec2) =>
      Object.keys(PROBE_ALARM).flatMap((alarm) => Object.keys(OWN_PROBE).map((own) => `${ec2} ${alarm} ${own}`)),
    );
    expect(rows.map((row) => row.slice(0, 3).join(' '))).toEqual(combinations);
    expect(rows.flatMap((row) => row.slice(3))).toHaveLength(225);
  });

  test.each(rows)('EC2 %s, probe alarm %s, direct probe %s', (ec2, alarm, own, ...answers) => {
    const word = PROBE_ALARM[alarm ?? ''] ?? SAYS_NOTHING;
    const evidence: Case = { ...EC2[ec2 ?? ''], alarms: { statusCheck: SAYS_NOTHING, probe: word } };
    expect(rowOf({ ...evidence, probe: OWN_PROBE[own ?? ''] ?? 'unknown' })).toEqual(answers);
  });
});

const probeAlarm = (seconds: number) => ({ alarms: { statusCheck: SAYS_NOTHING, probe: failingSince(ago(seconds)) } });
const statusAlarm = (seconds: number) => ({ alarms: { statusCheck: failingSince(ago(seconds)), probe: SAYS_NOTHING } });
const byPerson = { stateReason: 'Client.UserInitiatedShutdown' };
const waitedInVain = { neverAnswered: true, past: [neverAnswered({ stoppedAt: ago(1200) })] };

const CASES: Record<string, Case> = {
  'Grace: EC2 ok, probe alarm for 179 s, direct probe failing': probeAlarm(179),
  'Grace: EC2 ok, probe alarm for 180 s, direct probe failing': probeAlarm(180),
  'Grace: checks initializing, probe alarm for 179 s, direct probe failing': {
    status: 'initializing',
    ...probeAlarm(179),
  },
  'Grace: checks initializing, probe alarm for 180 s, direct probe failing': {
    status: 'initializing',
    ...probeAlarm(180),
  },
  'Grace: only the instance check impaired, for 179 s, direct probe failing': {
    status: 'instance-impaired',
    impairedSince: ago(179),
  },
  'Grace: only the instance check impaired, for 180 s, direct probe failing': {
    status: 'instance-impaired',
    impairedSince: ago(180),
  },
  'Grace: only the instance check impaired, for 60 s, probe alarm for 180 s, direct probe failing': {
    ...{ status: 'instance-impaired', impairedSince: ago(60) },
    ...probeAlarm(180),
  },
  'Started again 1199 s ago: probe alarm for 600 s, direct probe failing': {
    instance: described({ launchedAt: ago(1199) }),
    ...probeAlarm(600),
  },
  'Started again 1200 s ago: probe alarm for 600 s, direct probe failing': {
    instance: described({ launchedAt: ago(1200) }),
    ...probeAlarm(600),
  },
  'Started again 60 s ago: host impaired, direct probe failing': {
    instance: described({ launchedAt: ago(60) }),
    ...{ status: 'impaired', ...probeAlarm(600) },
  },
  'Status check alarm for 179 s, EC2 ok again, direct probe failing': statusAlarm(179),
  'Status check alarm for 180 s, EC2 ok again, direct probe failing': statusAlarm(180),
  'Status check alarm for 180 s, EC2 unreadable, direct probe failing': { ...unreadable, ...statusAlarm(180) },
  'Status check alarm, EC2 ok again, direct probe answers': { ...statusAlarm(1), probe: 'answering' },
  'Status check alarm, EC2 impaired, direct probe cut off': { status: 'impaired', ...statusAlarm(1), probe: 'unknown' },
  'Probe unproven: EC2 ok, direct probe failing': { probeProven: false },
  'Probe unproven: EC2 unreadable, direct probe failing': { ...unreadable, probeProven: false },
  'Probe unproven: EC2 impaired, direct probe failing': { status: 'impaired', probeProven: false },
  'Probe unproven: EC2 ok, status check alarm for 180 s, direct probe failing': {
    probeProven: false,
    ...statusAlarm(180),
  },
  'Probe unproven: EC2 impaired, status check alarm in OK for an hour, direct probe failing': {
    ...{ probeProven: false, status: 'impaired' },
    alarms: { statusCheck: { says: 'ok', since: ago(3600) }, probe: SAYS_NOTHING },
  },
  'Probe unproven: EC2 impaired, status check alarm for 179 s, direct probe failing': {
    ...{ probeProven: false, status: 'impaired', ...statusAlarm(179) },
  },
  'Probe unproven: EC2 impaired, status check alarm for 180 s, direct probe failing': {
    ...{ probeProven: false, status: 'impaired', ...statusAlarm(180) },
  },
  'Probe unproven: EC2 impaired, status check alarm for 180 s, direct probe cut off': {
    ...{ probeProven: false, status: 'impaired', ...statusAlarm(180), probe: 'unknown' },
  },
  'Probe unproven: EC2 ok, direct probe answers': { probeProven: false, probe: 'answering' },
  'Probe unproven: last takeover waited in vain, direct probe failing': { ...waitedInVain, probeProven: false },
  'Sweep: EC2 unreadable, silent for 44 s, direct probe failing': { ...unreadable, silentSince: ago(44) },
  'Sweep: EC2 unreadable, silent for 45 s, direct probe failing': { ...unreadable, silentSince: ago(45) },
  'Sweep: EC2 unreadable, silent for 180 s, direct probe failing': { ...unreadable, silentSince: ago(180) },
  'Grace: EC2 unreadable, probe alarm for 180 s, direct probe failing': { ...unreadable, ...probeAlarm(180) },
  'Sweep: EC2 unreadable, silence noted 481 s ago, direct probe failing': { ...unreadable, silentSince: ago(481) },
  'Sweep: EC2 unreadable, silent for 45 s, direct probe answers': {
    ...{ ...unreadable, silentSince: ago(45), probe: 'answering' },
  },
  'Sweep: EC2 ok, silent for 45 s, direct probe failing': { silentSince: ago(45) },
  'Stopped by a person 599 s ago': stopped({ ...byPerson, stateSince: ago(599) }),
  'Stopped by a person 600 s ago': stopped({ ...byPerson, stateSince: ago(600) }),
  'Stopped by a person, time unknown': stopped(byPerson),
  'Stopping without a request': stopped({ state: 'stopping' }),
  Terminated: stopped({ state: 'terminated' }),
  Pending: stopped({ state: 'pending' }),
  'Running, and the address attached to nothing': { addressHeld: false },
  'Unreadable, and the address attached to nothing': { ...unreadable, addressHeld: false },
  'Absent, and the address attached to it all the same, direct probe failing': { ...absent, addressHeld: true },
  'Last takeover waited in vain, EC2 ok, direct probe failing': waitedInVain,
  'Last takeover waited in vain, EC2 ok, direct probe answers': { ...waitedInVain, probe: 'answering' },
};

describe('a particular case', () => {
  const rows = tableUnder('Particular cases');

  test('is in the table, and so is every other', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(CASES));
  });

  test.each(rows)('%s', (name, ...answers) => {
    expect(rowOf(CASES[name ?? ''] ?? {})).toEqual(answers);
  });
});
