/** One run: three sessions go through firewall 1, it dies, our own steps move the traffic, and what each session saw is judged. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { type Applied, applying } from './account/applied.ts';
import { takeOver } from './account/takeover.ts';
import { build } from './network/build.ts';
import { conntrackdOf, firewallRules, STREAM_PORTS } from './network/example.ts';
import type { Firewall } from './network/hosts.ts';
import { endProcess, remove } from './network/remove.ts';
import { die } from './network/traffic.ts';
import { type Run, runAll } from './run-command.ts';
import { endStreams, type Started, startIn, startServers, startStreams } from './traffic/processes.ts';
import { judge, KINDS, type Kind, type Moments, type Verdict } from './traffic/seen.ts';
import { monotonicMs } from './traffic/streams.ts';
import { clientOf, serverOf, targetOf, type Variant } from './variants.ts';

/** `moveMs`: from the death, or the end of the delay, until the last change was there. */
export type RunResult = { variant: string; run: number; delay: number; atOnce: boolean; moveMs: number } & Record<
  Kind,
  Verdict
>;

type Asked = { variant: Variant; run: number; delay: number; atOnce: boolean };

/** So long the sessions are watched before the death, and after the move: TCP asks again after one, two and four seconds. */
const BEFORE_MS = 3_000;
const AFTER_MS = 6_000;

const FIREWALLS: Firewall[] = [1, 2];

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

type Stage = Asked & { execute: Run; folder: string; started: Started[]; conntrackd: Started[] };

/** Keys and configuration of the SSH server of this run. */
async function prepareSsh({ execute, folder }: Stage): Promise<{ key: string; configuration: string }> {
  const [host, key] = [join(folder, 'host'), join(folder, 'id')];
  for (const each of [host, key]) await execute({ argv: ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', each] });
  const configuration = join(folder, 'sshd_config');
  const lines = [
    ...[`Port ${STREAM_PORTS.ssh}`, `HostKey ${host}`, `AuthorizedKeysFile ${key}.pub`, 'StrictModes no', 'UsePAM no'],
    ...['PidFile none', 'PasswordAuthentication no', 'PermitRootLogin yes'],
    // The start-up files of root's shell are not part of the lab, and may take long.
    `SetEnv HOME=${folder} SHLVL=2`,
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  return { key, configuration };
}

function startConntrackd({ folder, variant, started, conntrackd }: Stage): void {
  if (!variant.synchronised) return;
  for (const firewall of FIREWALLS) {
    const own = join(folder, `firewall-${firewall}`);
    mkdirSync(own);
    const file = join(own, 'conntrackd.conf');
    writeFileSync(file, conntrackdOf(firewall, own));
    conntrackd.push(startIn(`firewall-${firewall}`, ['conntrackd', '-C', file]));
  }
  started.push(...conntrackd);
}

/** @throws Error when the two did not synchronise: then what the sessions see says nothing. */
function refuseWithoutSync({ conntrackd }: Stage): void {
  for (const { child, said } of conntrackd) {
    if (child.exitCode !== null) throw new Error(`conntrackd has ended: ${oneLine(said(), 300)}`);
  }
}

async function kill({ variant, conntrackd, execute }: Stage): Promise<void> {
  if (variant.alive) return;
  conntrackd[0]?.child.kill('SIGKILL');
  await execute(die(1));
}

/** The traffic goes through firewall 1 before the sessions begin, so the account is there first. */
async function play(stage: Stage, applied: Applied): Promise<RunResult> {
  const { variant, run, delay, atOnce, started } = stage;
  const { key, configuration } = await prepareSsh(stage);
  startConntrackd(stage);
  await startServers(serverOf(variant), configuration, started);
  let streams: Started | undefined;
  const moments: Moments = { diedAt: 0, movedAt: 0 };
  await takeOver(
    { seed: run, atOnce },
    {
      apply: applied.apply,
      ready: async () => {
        await applied.settled();
        streams = await startStreams(clientOf(variant), { host: targetOf(variant), key });
        started.push(streams);
        await wait(BEFORE_MS);
      },
      beforeMove: async () => {
        refuseWithoutSync(stage);
        await kill(stage);
        moments.diedAt = monotonicMs();
        await wait(delay * 1_000);
      },
      moved: async () => {
        await applied.settled();
        moments.movedAt = applied.lastAt();
      },
    },
  );
  await wait(AFTER_MS + delay * 1_200 - (monotonicMs() - moments.movedAt));
  if (!streams) throw new Error('no session was opened');
  const seen = await endStreams(streams);
  const [udp, tcp, ssh] = KINDS.map((kind) => judge(kind, seen[kind], moments));
  if (!udp || !tcp || !ssh) throw new Error('a session was not judged');
  const moveMs = Math.round(moments.movedAt - moments.diedAt - delay * 1_000);
  return { variant: variant.name, run, delay, atOnce, moveMs, udp, tcp, ssh };
}

/** Whether namespaces are there that this process has made. */
let built = false;

export const hasBuilt = (): boolean => built;

/** Nothing of the run is left, also when it fails. */
export async function once(asked: Asked, execute: Run): Promise<RunResult> {
  // Of two runs that begin at once, one is refused its first namespace, and removes nothing.
  const [first, ...rest] = build();
  if (first) await execute(first);
  built = true;
  const folder = mkdtempSync(join(tmpdir(), 'failover-lab-'));
  const forget = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', forget);
  const stage: Stage = { ...asked, execute, folder, started: [], conntrackd: [] };
  try {
    await runAll(execute, rest);
    for (const firewall of FIREWALLS) await runAll(execute, firewallRules(firewall, asked.variant.rules));
    return await play(stage, applying(execute));
  } finally {
    for (const { child } of stage.started) child.kill('SIGKILL');
    await remove(execute, endProcess);
    built = false;
    process.off('exit', forget);
    forget();
  }
}
