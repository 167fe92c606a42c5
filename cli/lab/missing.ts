/** What this machine lacks for the lab; there it is skipped. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/domain/errors.ts';
import { inside, namespaceOf } from './network/hosts.ts';
import { PATH, type Run, runAll } from './run-command.ts';

/** Programs, and the Debian packages that have them. */
const TOOLS: Record<string, string> = {
  ip: 'iproute2',
  nft: 'nftables',
  conntrackd: 'conntrackd',
  sshd: 'openssh-server',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  sysctl: 'procps',
  mount: 'mount',
};

export const PACKAGES = 'iproute2 nftables conntrackd openssh-server openssh-client procps';

export type Machine = { platform: string; uid: number | undefined; has: (tool: string) => boolean };

export function missingOn({ platform, uid, has }: Machine): string[] {
  if (platform !== 'linux') return ['Linux'];
  const lacking = Object.entries(TOOLS).filter(([tool]) => !has(tool));
  return [...(uid === 0 ? [] : ['root']), ...lacking.map(([tool, name]) => `${tool} (package ${name})`)];
}

function isThere(tool: string): boolean {
  return PATH.split(':').some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export const thisMachine = (): Machine => ({ platform: process.platform, uid: process.getuid?.(), has: isThere });

const TRIAL = `table ip trial {
  chain in { type filter hook prerouting priority -300; notrack; ct state invalid drop; }
  chain out { type nat hook postrouting priority 100; ip saddr 10.0.0.1 snat to 10.0.0.2; }
}
`;

/** Undefined where the kernel can do it; else what it said. Tried in a namespace of its own, which is removed. */
export async function kernelFault(run: Run): Promise<string | undefined> {
  const trial = namespaceOf('trial');
  try {
    await run({ argv: ['ip', 'netns', 'add', trial] });
    await runAll(run, [
      { argv: ['ip', '-n', trial, 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'other'] },
      { argv: ['ip', '-n', trial, 'rule', 'add', 'iif', 'one', 'table', '101'] },
      { argv: inside('trial', 'nft', '-f', '-'), input: TRIAL },
      { argv: inside('trial', 'sysctl', '-qw', 'net.netfilter.nf_conntrack_tcp_loose=0') },
    ]);
    return undefined;
  } catch (cause) {
    return messageOf(cause);
  } finally {
    await run({ argv: ['ip', 'netns', 'delete', trial] }).catch(() => undefined);
  }
}
