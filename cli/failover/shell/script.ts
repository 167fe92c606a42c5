/** A takeover as a plain shell script: calls of `aws` with ids filled in, each change read back. Pure. */

import { inZone } from '../../../shared/domain/messages/reported.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { destinationFamily, type Family } from '../../../shared/domain/traffic/destination.ts';
import { foundParts } from '../../../shared/domain/traffic/kinds.ts';
import { followsAddress } from '../../../shared/domain/traffic/order.ts';
import type { PartKind, Placed } from '../../../shared/domain/traffic/part.ts';
import type { PlanByReads } from '../../../shared/steps/people/plan-by-reads.ts';
import { PROLOGUE } from './prologue.ts';
import { comment, sh } from './quote.ts';

type Script = PlanByReads & {
  stage: string;
  region: string /** What the plan was made without. */;
  without: string[];
};

/** By which option aws-cli takes each family of destinations. */
const OPTIONS: Record<Family, string> = {
  ipv4: '--destination-cidr-block',
  ipv6: '--destination-ipv6-cidr-block',
  'prefix-list': '--destination-prefix-list-id',
};

const MOVES: { [Kind in PartKind]: (part: Placed<Kind>) => string[] } = {
  forwarding: () => [
    'aws ec2 modify-network-interface-attribute --network-interface-id "$ENI" --no-source-dest-check',
    `expect "source/destination check of $ENI" False check_of "$ENI"`,
  ],
  address: () => [
    'aws ec2 associate-address --allocation-id "$ADDRESS" --instance-id "$NEW" --allow-reassociation >/dev/null',
    'expect "the holder of the address" "$NEW" holder',
  ],
  route: ({ routeTableId, destination, position }) => {
    const where = `--route-table-id ${sh(routeTableId)} ${OPTIONS[destinationFamily(destination)]} ${sh(destination)}`;
    const verb = position.at === 'nowhere' ? 'create-route' : 'replace-route';
    return [
      `aws ec2 ${verb} ${where} --network-interface-id "$ENI" >/dev/null`,
      `expect "route ${destination} in ${routeTableId}" "$ENI" route ${sh(routeTableId)} ${sh(destination)}`,
    ];
  },
};

/** `NEW` is an instance that this script has launched before, and `EVERY` the seconds between two reads. */
const DEFAULTS = ['NEW', 'EVERY'].map((name) => `${name}=$\{${name}:-${name === 'EVERY' ? '3' : ''}}`);

/** Typed for one kind, as the table is. */
const movesOf = <Kind extends PartKind>(part: Placed<Kind>): string[] =>
  (MOVES[part.kind] as (part: Placed<Kind>) => string[])(part);

function header({ plan, stage, region, without, launches }: Script): string[] {
  const { appliance, mode, generation, decidedAt, address, old, because } = plan;
  return [
    '#!/bin/sh',
    comment(
      `${mode} of ${appliance} (stage ${stage}, ${region}), planned at ${decidedAt}; it would be generation ${generation}.`,
    ),
    comment(
      `${address.publicIp}: ${old ? inZone(old.instanceId, old.zone) : 'no instance'} -> ${launches[0]?.place ?? 'nowhere'}`,
    ),
    comment(`Why: ${because}`),
    comment('It needs aws-cli and the rights of docs/operate/by-hand.md in EC2, and neither Node nor Step Functions.'),
    comment('Read it, then run it: sh FILE. It stops at the first thing that is not as expected. It may be run again.'),
    ...without.map((each) => comment(`NOTE: ${each}`)),
    'set -eu',
    `export AWS_REGION=${sh(region)} AWS_DEFAULT_REGION=${sh(region)} AWS_PAGER=`,
    `ADDRESS=${sh(address.allocationId)}`,
    `OLD=${sh(old?.instanceId ?? address.instanceId ?? 'None')}`,
    // What holds the address when the plan is made: an old instance may have lost it.
    `HOLDER=${sh(address.instanceId ?? 'None')}`,
    ...DEFAULTS,
    '',
    PROLOGUE,
  ];
}

const title = (text: string): string[] => ['', comment(text), `say ${sh(text)}`];

const pause = (): string[] => [
  ...title('1. No automatic takeover begins for two hours.'),
  `UNTIL=$(date -u -d '+2 hours' +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -v+2H +%Y-%m-%dT%H:%M:%SZ)`,
  `aws ec2 create-tags --resources "$ADDRESS" --tags "Key=${TAG.pausedUntil},Value=$UNTIL"`,
  `expect "the pause" "$UNTIL" tag_of "$ADDRESS" ${TAG.pausedUntil}`,
];

const stop = (wait: boolean): string[] => [
  'aws ec2 stop-instances --instance-ids "$OLD" --force >/dev/null',
  ...(wait
    ? ['aws ec2 wait instance-stopped --instance-ids "$OLD"', 'expect "the state of $OLD" stopped state "$OLD"']
    : []),
];

const stopLast = ({ old }: TakeoverPlan): string[] =>
  old
    ? [
        ...title('5. The old instance is stopped, and never terminated: its volumes have what the image lacks.'),
        ...stop(false),
        'say "$OLD: $(state "$OLD")"',
      ]
    : [];

/** The old one of a planned move is stopped by a person, who sees whether the new one answers. */
const keepOld = ({ old }: TakeoverPlan): string[] =>
  old
    ? [
        ...title('5. When the new instance answers, stop the old one:'),
        'say "aws ec2 stop-instances --instance-ids $OLD"',
      ]
    : [];

const untag = ({ old }: TakeoverPlan): string[] =>
  old
    ? [
        `aws ec2 delete-tags --resources "$OLD" --tags Key=${TAG.role}`,
        `expect "the role of $OLD" None tag_of "$OLD" ${TAG.role}`,
      ]
    : [];

/** What follows the address is written after it. */
const partsInOrder = (plan: TakeoverPlan): Placed[] =>
  foundParts(plan).toSorted((one, other) => Number(followsAddress(one)) - Number(followsAddress(other)));

export function scriptOf(script: Script): string {
  const { plan, launches } = script;
  const planned = plan.mode === 'switchover';
  const first = plan.fencing === 'stop-first' && plan.old !== undefined;
  return `${[
    ...header(script),
    '',
    'found=$(holder)',
    '[ "$found" = "$HOLDER" ] || [ "$found" = "$NEW" ] ||',
    '  fail "the address is at $found, and was at $HOLDER when this was planned: make a new plan"',
    ...pause(),
    ...(first
      ? [...title('2. The licence forbids two copies: the old instance is stopped first.'), ...stop(true)]
      : []),
    ...title('3. The replacement is launched: the first place that has capacity.'),
    ...launches.map(({ place, request }) => `launch ${sh(place)} ${sh(JSON.stringify(request))}`),
    `[ -n "$NEW" ] || fail 'no place could launch it; name another type or subnet in appliances.yml and plan again'`,
    'aws ec2 wait instance-running --instance-ids "$NEW"',
    'expect "the state of $NEW" running state "$NEW"',
    'ENI=$(interface)',
    ...(planned ? ['aws ec2 wait instance-status-ok --instance-ids "$NEW"'] : []),
    ...title('4. The traffic is moved.'),
    ...partsInOrder(plan).flatMap(movesOf),
    ...(first ? [] : planned ? keepOld(plan) : stopLast(plan)),
    ...title('6. The role is taken from the old instance. The pause ends in two hours, or with the command below.'),
    ...(planned ? [] : untag(plan)),
    `say "when $NEW answers: aws ec2 delete-tags --resources $ADDRESS --tags Key=${TAG.pausedUntil}"`,
    `say ${sh(`done: ${plan.address.publicIp} leads to`)} "$NEW"`,
  ].join('\n')}\n`;
}
