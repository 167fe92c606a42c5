/** What a step did, in one sentence, from what it returned. */
import { changeWords } from '../../shared/domain/traffic/plan.ts';
import { field, parsed, text } from '../account/field.ts';
import type { Death } from '../account/lambda-runtime.ts';

type Say = (output: unknown) => string;

function launched(output: unknown): string {
  const launch = field(output, 'launch');
  const place = (path: string): string => text(field(launch, 'placement', path));
  const refused = listIn(launch, 'refused').length;
  if (field(launch, 'outcome') === 'some-refused') return `${refused} places have refused; goes on with the next`;
  if (field(launch, 'standby') === true) return `takes the standby ${text(field(launch, 'instanceId'))}`;
  if (field(launch, 'early') === true) return `adopts ${text(field(launch, 'instanceId'))}, which was launched early`;
  if (field(launch, 'adopted') === true)
    return `goes on with ${text(field(launch, 'instanceId'))}, which a dead run left`;
  return `${text(field(launch, 'instanceId'))} launched: ${place('instanceType')} in ${place('zone')} from ${place('imageId')}`;
}

function planned(output: unknown): string {
  const plan = field(output, 'done', 'plan');
  if (field(plan, 'plan', 'standby', 'stopped') === true) return 'the standby may be started early';
  if (field(plan, 'outcome') === 'launch') return 'a replacement may be launched early';
  return `nothing is launched early: ${text(field(plan, 'because'))}: ${text(field(plan, 'detail'))}`;
}

function launchedAhead(output: unknown): string {
  const launch = field(output, 'done', 'launch');
  if (field(launch, 'outcome') === 'started')
    return `the standby ${text(field(launch, 'instanceId'))} is started early`;
  if (field(launch, 'outcome') !== 'launched') return text(field(launch, 'detail'));
  const place = (path: string): string => text(field(launch, 'placement', path));
  return `${text(field(launch, 'instanceId'))} launched early: ${place('instanceType')} in ${place('zone')} from ${place('imageId')}`;
}

function awaited(output: unknown): string {
  const id = text(field(output, 'replacement', 'instanceId'));
  const why = text(field(output, 'replacement', 'why'));
  const outcome = text(field(output, 'replacement', 'outcome'));
  return why ? `${id} is ${outcome}: ${why}` : `${id} is ${outcome}`;
}

function listIn(output: unknown, ...path: string[]): unknown[] {
  const found = field(output, ...path);
  return Array.isArray(found) ? found : [];
}

/** The rest of the record is for machines; people want to know whether it answers. */
function closed(output: unknown): string {
  const record = field(output, 'closed', 'record');
  const rest = listIn(record, 'problems')
    .map((problem) => `; ${text(problem)}`)
    .join('');
  const ok = field(output, 'closed', 'ok') === true;
  const ended = listIn(record, 'changes')
    .filter((made) => field(made, 'to') === 'terminated')
    .map((made) => `; terminates ${text(field(made, 'change'))}`)
    .join('');
  return (ok ? 'alarm and tags follow the new active' : text(field(record, 'failure'))) + ended + rest;
}

function gated(output: unknown): string {
  const gate = field(output, 'done', 'gate');
  if (field(gate, 'outcome') === 'go') return `an image of ${text(field(gate, 'active'))} may be taken`;
  return `held: ${text(field(gate, 'record', 'because'))}: ${text(field(gate, 'record', 'detail'))}`;
}

function proofLaunched(output: unknown): string {
  const proof = field(output, 'done', 'proof');
  if (field(proof, 'outcome') !== 'launched') return text(field(proof, 'detail'));
  return `${text(field(proof, 'instanceId'))} launched in ${text(field(proof, 'zone'))}, to see whether it boots`;
}

function pruned(output: unknown): string {
  const found = field(output, 'done', 'pruned');
  const gone = listIn(found, 'deregistered').map(text).join(', ') || 'nothing';
  const failure = text(field(found, 'record', 'failure'));
  const problems = listIn(found, 'record', 'problems').map(text);
  return [`pruned: ${gone}`, ...(failure ? [failure] : []), ...problems].join('; ');
}

const SENTENCES: Record<string, Say> = {
  Assess: (output) => {
    const { outcome, because, detail } = Object(output);
    return [text(outcome), text(because), text(detail)].filter(Boolean).join(': ');
  },
  PlanAhead: planned,
  LaunchAhead: launchedAhead,
  WarmFunctions: (output) => `${listIn(output, 'done', 'warm', 'warmed').length} functions of a takeover are warm`,
  WatchAhead: (output) => text(field(output, 'done', 'watch', 'detail')),
  EndAhead: (output) =>
    `${text(field(output, 'done', 'end', 'outcome'))}: ${text(field(output, 'done', 'end', 'detail'))}`,
  TakeOver: (output) => `starts ${text(field(output, 'execution'))}`,
  Claim: (output) => `generation ${text(field(output, 'generation'))} is recorded on the address`,
  LaunchReplacement: launched,
  AwaitReplacement: awaited,
  AwaitHealthy: (output) => text(field(output, 'healthy', 'detail')),
  MoveTraffic: (output) => {
    if (field(output, 'move', 'outcome') === 'not-yet')
      return 'not yet: asked early, so that it is warm when it is needed';
    const count = listIn(output, 'move', 'changes').length;
    return `${count} ${count === 1 ? 'change' : 'changes'} made and read back`;
  },
  UndoTraffic: (output) => {
    const detail = text(field(output, 'undo', 'detail'));
    return field(output, 'undo', 'again') === true ? `${detail}; looks again, for a late attempt` : detail;
  },
  StopFailed: (output) => text(field(output, 'stop', 'detail')),
  VerifyTraffic: (output) => text(field(output, 'verify', 'detail')),
  CloseTakeover: closed,
  GateRotation: gated,
  CreateImage: (output) => `${text(field(output, 'done', 'image', 'imageId'))} is asked for`,
  AwaitImage: (output) => text(field(output, 'done', 'state', 'detail')),
  SettleStandby: (output) => `the standby: ${text(field(output, 'done', 'settled', 'phase'))}`,
  KeepStandby: (output) => `${text(field(output, 'done', 'kept', 'instanceId'))} is the standby now`,
  EndOldStandby: (output) => {
    const ended = listIn(output, 'done', 'endedOld', 'instanceIds').map(text).join(', ');
    return ended ? `the standby of before ends: ${ended}` : 'there was none before';
  },
  LaunchProof: proofLaunched,
  AwaitProof: (output) => text(field(output, 'done', 'proven', 'detail')),
  EndProof: (output) => `ended: ${listIn(output, 'done', 'ended', 'instanceIds').map(text).join(', ') || 'nothing'}`,
  AcceptImage: (output) => `${text(field(output, 'done', 'accepted', 'imageId'))} is good`,
  PruneImages: pruned,
};

/** A state without a sentence of its own still shows what it returned, shortened. */
export const stepSentence = (state: string, output: unknown): string =>
  SENTENCES[state]?.(output) ?? text(output).slice(0, 120);

type Made = { at: string; what: string };

type Done = { state: string; output?: unknown; atMs: number };

/** The changes that a step reports, those of a rehearsal with a "would". */
export function changesMade({ state, output, atMs }: Done): Made[] {
  if (state === 'Assess') return rehearsed(output).map((what) => ({ at: new Date(atMs).toISOString(), what }));
  const key = { MoveTraffic: 'move', UndoTraffic: 'undo' }[state];
  if (!key) return [];
  return listIn(output, key, 'changes').map((change) => ({
    at: text(field(change, 'at')),
    what: `${text(field(change, 'change'))}: ${text(field(change, 'from'))} → ${text(field(change, 'to'))}`,
  }));
}

function rehearsed(output: unknown): string[] {
  if (field(output, 'outcome') !== 'rehearsed') return [];
  return listIn(output, 'changes').map((change) => `would ${changeWords(change) ?? text(change)}`);
}

/** Lambda's causes are JSON with the message inside. */
export function causeSentence({ error, cause }: { error?: string | undefined; cause?: string | undefined }): string {
  const inside = parsed(cause);
  const message = text(field(inside, 'errorMessage')) || text(field(inside, 'failure')) || text(inside);
  return message ? `${error ?? 'failed'}: ${message}` : (error ?? 'failed');
}

const adoptionOf = (output: unknown, appliance: string): unknown =>
  listIn(output, 'appliances').find((each) => field(each, 'appliance') === appliance);

/** What the sweep made of one appliance when it saw it for the first time. */
export function adoptionSentence(output: unknown, appliance: string): string {
  const adoption = adoptionOf(output, appliance);
  const refused = text(field(adoption, 'refused'));
  if (refused) return `does not adopt ${appliance}: ${refused}`;
  return `adopts ${text(field(adoption, 'active'))}: launch template, tags and alarm follow it from now on`;
}

/** What a later sweep found. */
export function sweepSentence(output: unknown, appliance: string): string {
  const adoption = adoptionOf(output, appliance);
  const refused = text(field(adoption, 'refused'));
  if (refused) return `leaves ${appliance} alone: ${refused}`;
  const changes = listIn(adoption, 'changes').map(text);
  return changes.length > 0 ? changes.join('; ') : `finds ${appliance} as it left it`;
}

export function deathSentence({
  functionName,
  action = 'SDK call',
  beforeCall,
  afterCall,
  lateSeconds,
}: Death): string {
  const when = beforeCall === undefined ? `after its ${action} ${afterCall}` : `before its ${action} ${beforeCall}`;
  if (lateSeconds === undefined) return `${functionName} is going to die ${when}`;
  return `${functionName} is going to be given up ${when}, and to go on ${lateSeconds} s later`;
}
