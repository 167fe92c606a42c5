/** The state of each appliance in aligned lines. */
import type { PastTakeover } from '../../shared/domain/history.ts';
import { type MeasuredBoot, measuredText } from '../../shared/domain/measured-boot.ts';
import type { SeenAlarm, SeenAlarms, Told } from '../../shared/domain/witnesses.ts';
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
      return `without an end: the tag says "${pause.value}", which is no instant; resume it or pause it anew`;
  }
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

function alarmRows(alarms: Told<SeenAlarms>): Row[] {
  if ('unread' in alarms) return [['alarms', unknown(alarms.unread)]];
  return [
    ['status alarm', alarmText(alarms.read.statusCheck)],
    ['probe alarm', alarmText(alarms.read.probe)],
  ];
}

function takeoverText(takeover: Told<PastTakeover | undefined>): string {
  if ('unread' in takeover) return unknown(takeover.unread);
  const past = takeover.read;
  if (!past) return 'none yet';
  const { generation, status, startedAt, stoppedAt, record, plan } = past;
  if (!stoppedAt) return `generation ${generation} is running since ${startedAt}, because: ${plan?.because ?? '?'}`;
  const what = record
    ? `${record.from ?? 'nobody'} → ${record.to ?? 'nobody'}, ${record.answered ? 'answered' : 'never answered'}`
    : 'it left no record';
  return `generation ${generation} ${status.toLowerCase().replace('_', ' ')} at ${stoppedAt}: ${what}`;
}

function outageText(measured: Told<MeasuredBoot | undefined>): string {
  if ('unread' in measured) return unknown(measured.unread);
  return measured.read ? `expected: ${measuredText(measured.read)}` : 'unknown: no good image was proven to boot yet';
}

/** Whether it serves, as far as anything says so. */
export function healthRows({ address, alarms }: Status): Row[] {
  const active = 'read' in address ? activeText(address.read) : unknown(address.unread);
  return [['active', active], ...alarmRows(alarms)];
}

function rowsOf({ address, alarms, takeover, measuredBoot }: Status): Row[] {
  return [
    ...('read' in address ? addressRows(address) : [['address', unknown(address.unread)] satisfies Row]),
    ...alarmRows(alarms),
    ['takeover', takeoverText(takeover)],
    ['outage', outageText(measuredBoot)],
  ];
}

export function statusLines(statuses: Status[], paint: Paint): string[] {
  return statuses.flatMap((status, index) => [
    ...(index > 0 ? [''] : []),
    `${paint.bold(status.appliance)} (mode ${status.mode})`,
    ...table(rowsOf(status).map(([label, text]) => [{ text: label, paint: paint.dim }, { text: plain(text) }])),
  ]);
}
