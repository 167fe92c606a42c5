/** What is kept ready, where it is, and when it ends. */
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

export const OF_STANDBYS: Mutant[] = [
  {
    name: 'a standby may be in the zone of the active instance',
    breaks: 'S19',
    overrides: [
      override('shared/domain/takeover/placement.ts', 'placementsOf', (original) => (choice) => {
        const own = choice.subnets.filter(({ zone }) => zone === choice.oldZone);
        const subnets = choice.notInOldZone && own.length > 0 ? own : choice.subnets;
        return original({ ...choice, subnets, oldZone: undefined, notInOldZone: false });
      }),
      override(
        'shared/domain/decision/standby-state.ts',
        'standbyState',
        (original) => (facts) => original({ ...facts, activeZone: 'another' }),
      ),
    ],
    hunt: { in: 'scenarios', names: ['standby-rotation-dies'] },
  },
  {
    name: 'the standby of tonight ends with that of last night',
    breaks: 'S20',
    edits: [
      {
        file: 'shared/steps/rotation/end-old-standby.ts',
        old: '  return tagged.filter((id) => id !== kept.instanceId);',
        becomes: '  return kept ? tagged : [];',
      },
    ],
    hunt: { in: 'scenarios', names: ['standby-night'] },
  },
  {
    name: 'no standby is built after a takeover',
    breaks: 'L5',
    overrides: [
      override('shared/domain/decision/standby-state.ts', 'nextAttemptAt', () => () => '2099-01-01T00:00:00.000Z'),
    ],
    hunt: { in: 'scenarios', names: ['standby-rebuilt'] },
  },
  {
    name: 'a standby that was started early runs on',
    breaks: 'S28',
    overrides: [
      override('shared/steps/standby/rest-standby.ts', 'restStandby', () => async () => ({
        ...{ outcome: 'gone' as const, detail: 'nothing is done' },
      })),
    ],
    hunt: { in: 'scenarios', names: ['standby-stopped-short-silence'] },
  },
  {
    name: 'a standby that a dead execution started early is taken for one that a person started',
    breaks: 'S28',
    overrides: [override('shared/steps/standby/runs-as.ts', 'runsAs', () => async () => undefined)],
    hunt: { in: 'scenarios', names: ['standby-stopped-prepare-dies'] },
  },
  {
    name: 'a standby that a person has changed is taken for one that a takeover used',
    breaks: 'standby',
    overrides: [override('shared/steps/sweep/lost-standby.ts', 'whyLost', () => async () => undefined)],
    hunt: { in: 'scenarios', names: ['standby-role-removed'] },
  },
  {
    name: 'a takeover that fails leaves its standby open',
    breaks: 'S4',
    overrides: [override('shared/steps/standby/give-back.ts', 'giveBack', () => async () => 'not-taken')],
    hunt: { in: 'scenarios', names: ['standby-takeover-fails-first'] },
  },
  {
    name: 'a takeover that dies leaves its standby open',
    breaks: 'S4',
    overrides: [override('shared/steps/sweep/return-standby.ts', 'returnStandbys', () => async () => [])],
    hunt: { in: 'scenarios', names: ['standby-takeover-dies-first'] },
  },
];
