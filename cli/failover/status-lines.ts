/** The state of each appliance in aligned lines. */
import type { PastTakeover } from '../../shared/domain/decision/history.ts';
import type { Reading, SeenAlarm, SeenAlarms } from '../../shared/domain/decision/witnesses.ts';
import { outageSentence } from '../../shared/domain/takeover/expected-outage.ts';
import type { SeenInstance } from '../../shared/steps/people/instances.ts';
import type { AddressFacts, Status } from '../../shared/steps/people/status.ts';
import { table } from '../layout.ts';
import type { Paint } from '../paint.ts';
import { plain } from '../plain.ts';

export type Row = [label: string, text: string];

const unknown = (why: string): string => `unknown: ${why}`;

function addressRows({ read }: { read: AddressFacts }): Row[] {
  const { publicIp, allocationId, owner, ours } = read;
  const whose = owner === undefined ? 'not adopted yet' : ours ? `of ${owner}` : `of ${owner}, which is another stack`;
  return [
    ['address', `${publicIp} (${allocationId}), ${whose}`],
    ['active', activeText(read)],
    ['paused', pauseText(read)],
    ...avoidedRows(read),
    ['probe', probeText(read)],
    ['generation', read.generation ?? 'none yet'],
  ];
}

function activeText({ holder, attached, recorded }: AddressFacts): string {
  if (!holder) return 'the address is not attached, and no last holder is recorded';
  const { instanceId, state, zone, checks } = holder;
  const where = zone ? ` in ${zone}` : '';
  const health = checks ? `, status checks ${checks}` : '';
  const drift =
    attached && recorded !== undefined && recorded !== instanceId ? `; the tag still names ${recorded}` : '';
  const held = attached ? '' : ' held it last; the address is attached to nothing';
  return `${instanceId}${held}, ${state}${where}${health}${drift}`;
}

function pauseText({ pause, pausedBecause }: AddressFacts): string {
  switch (pause.kind) {
    case 'none':
      return 'no';
    case 'over':
      return `no; the pause until ${pause.value} is over`;
    case 'until':
      return `until ${pause.until}${pausedBecause ? `: ${pausedBecause}` : ''}`;
    case 'malformed':
      return `held by a tag that says "${pause.value}", which ${pause.why}; resume it or pause it anew`;
  }
}

/** Only where a zone is avoided, or a tag says something that is not followed. */
function avoidedRows({ avoided }: AddressFacts): Row[] {
  if (avoided.kind === 'until') return [['avoided', `${avoided.zones.join(', ')} until ${avoided.until}`]];
  if (avoided.kind !== 'malformed') return [];
  return [['avoided', `no zone: the tag says "${avoided.value}", which ${avoided.why}`]];
}

function probeText({ probation }: AddressFacts): string {
  switch (probation.stands) {
    case 'none':
      return 'has no vote: it was never seen with this configuration';
    case 'since':
      return `has no vote: on probation since ${probation.since}`;
    case 'proven':
      return `has a vote: proven since ${probation.since}`;
  }
}

function alarmText(alarm: SeenAlarm | undefined): string {
  if (!alarm) return 'there is none';
  const watches = alarm.instanceId ? `, watches ${alarm.instanceId}` : '';
  return `${alarm.state} since ${alarm.since}${watches}${alarm.asWanted ? '' : ', not as we define it'}`;
}

function alarmRows(alarms: Reading<SeenAlarms>): Row[] {
  if ('unread' in alarms) return [['alarms', unknown(alarms.unread)]];
  return [
    ['status alarm', alarmText(alarms.read.statusCheck)],
    ['probe alarm', alarmText(alarms.read.probe)],
  ];
}

function imageText(image: SeenInstance['image']): string {
  if (!image) return '';
  const { imageId, takenAt, provenAt } = image;
  const known = [
    takenAt === 'unknown' ? 'of unknown age' : takenAt && `taken ${takenAt}`,
    provenAt ? `proven ${provenAt}` : takenAt && 'not proven',
  ];
  const facts = known.filter((each) => each !== undefined);
  return `, from ${imageId}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}

function lineText({ role, line, vouchedBy }: SeenInstance): string {
  if (line.in === 'unknown') return `unknown whether it is in the line: ${line.why}`;
  const vouched = vouchedBy !== undefined && (line.in === 'no' || line.because !== 'vouched');
  const also = vouched ? `; ${vouchedBy} vouched for it` : '';
  if (line.in === 'yes') return `in the line: ${line.detail}${also}`;
  // Of the holder the reason says what to look at; the others are simply not known.
  return role === 'active'
    ? `not in the line: ${line.why}`
    : 'not in the line: no takeover or rotation of ours names it';
}

function instanceRows({ instances }: Status): Row[] {
  if ('unread' in instances) return [['instances', unknown(instances.unread)]];
  if (instances.read.length === 0) return [['instances', 'none']];
  return instances.read.flatMap((seen, index): Row[] => {
    const { instanceId, role, state, zone, since, image } = seen;
    const where = `${zone ? ` in ${zone}` : ''}${since ? ` since ${since}` : ''}`;
    return [
      [index === 0 ? 'instances' : '', `${instanceId} ${role}, ${state}${where}${imageText(image)}`],
      ['', `  ${lineText(seen)}`],
    ];
  });
}

function takeoverText(takeover: Reading<PastTakeover | undefined>): string {
  if ('unread' in takeover) return unknown(takeover.unread);
  const past = takeover.read;
  if (!past) return 'none yet';
  const { generation, status, startedAt, stoppedAt, record, plan } = past;
  if (!stoppedAt) return `generation ${generation} is running since ${startedAt}, because: ${plan?.because ?? '?'}`;
  const what = record
    ? `${record.from ?? 'no instance'} → ${record.to ?? 'no instance'}, ${record.answered ? 'answered' : 'never answered'}`
    : 'it left no record';
  return `generation ${generation} ${status.toLowerCase().replace('_', ' ')} at ${stoppedAt}: ${what}`;
}

/** A row for each tier. `usdAMonth`: by appliance. */
function outageRows({ appliance, outages }: Status, usdAMonth: Map<string, number>): Row[] {
  if ('unread' in outages) return [['outage', unknown(outages.unread)]];
  return outages.read.map((expected, index): Row => {
    return [index === 0 ? 'outage' : '', outageSentence(expected, usdAMonth.get(appliance))];
  });
}

/** Whether it serves, as far as anything says so. */
export function healthRows({ address, alarms }: Status): Row[] {
  const active = 'read' in address ? activeText(address.read) : unknown(address.unread);
  return [['active', active], ...alarmRows(alarms)];
}

const LISTED_MAX = 10;

/** The file is the intention; what is deployed is what acts. */
function configurationRows({ configuration }: Status): Row[] {
  if ('unread' in configuration) return [['configuration', unknown(configuration.unread)]];
  const { deployed, differences } = configuration.read;
  if (!deployed) return [['configuration', 'this appliance is in the file and not deployed: deploy it']];
  if (differences.length === 0) return [['configuration', 'what is deployed is what the file says']];
  const more = differences.length - LISTED_MAX;
  return [
    ['configuration', 'what is deployed differs from the file: deploy, or name the file that was deployed'],
    ...differences.slice(0, LISTED_MAX).map(({ setting, deployed: there = 'absent', file = 'absent' }): Row => {
      return ['', `${setting} is ${there} there, and ${file} in the file`];
    }),
    ...(more > 0 ? [['', `... and ${more} more; --json shows all`] satisfies Row] : []),
  ];
}

const REACH = {
  confirmed: 'confirmed',
  pending: 'NOT REACHED: its subscription is not confirmed',
  missing: 'NOT REACHED: it is not subscribed',
} as const;

/** Mail may be what does not work, so it is shown here as well. */
function reachRows({ reach }: Status): Row[] {
  if ('unread' in reach) return [['operators', unknown(reach.unread)]];
  const { addresses, others } = reach.read;
  const rows = [
    ...addresses.map(({ address, state }) => `${address}: ${REACH[state]}`),
    ...others.map(({ protocol, endpoint }) => `${endpoint} (${protocol}): confirmed`),
  ];
  if (rows.length === 0) return [['operators', 'NOT REACHED: nothing is subscribed to the topic']];
  return rows.map((text, index): Row => [index === 0 ? 'operators' : '', text]);
}

function rowsOf(status: Status, usdAMonth: Map<string, number>): Row[] {
  const { address, alarms, takeover } = status;
  return [
    ...configurationRows(status),
    ...('read' in address ? addressRows(address) : [['address', unknown(address.unread)] satisfies Row]),
    ...alarmRows(alarms),
    ...instanceRows(status),
    ['takeover', takeoverText(takeover)],
    ...outageRows(status, usdAMonth),
    ...reachRows(status),
  ];
}

/** What the deployment protects besides, which the file does not show. */
function onlyDeployed([status]: Status[]): string[] {
  const names = status && 'read' in status.configuration ? status.configuration.read.onlyDeployed : [];
  return names.length === 0 ? [] : ['', `deployed, and not in the file: ${names.join(', ')}`];
}

type Shown = { paint: Paint; usdAMonth: Map<string, number> };

export function statusLines(statuses: Status[], { paint, usdAMonth }: Shown): string[] {
  const lines = statuses.flatMap((status, index) => [
    ...(index > 0 ? [''] : []),
    `${paint.bold(status.appliance)} (mode ${status.mode})`,
    ...table(
      rowsOf(status, usdAMonth).map(([label, text]) => [{ text: label, paint: paint.dim }, { text: plain(text) }]),
    ),
  ]);
  return [...lines, ...onlyDeployed(statuses)];
}
