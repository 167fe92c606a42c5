/** Where the acceptance deploys, and the appliances that it protects there. */
import { EMULATED, type EmulatedAccount } from '../../shared/aws/lab/emulated-account.ts';

type Place = { region: string; accountId: string; stage: string };

/** moto's only account. */
export const PLACE: Place = { region: 'ap-northeast-1', accountId: '123456789012', stage: 'dev' };

export const STACK = `failover-${PLACE.stage}`;

/** One for each takeover, because an appliance that was just taken over is left alone for a minute. */
export const APPLIANCES = ['acceptance', 'acceptance-b', 'acceptance-c'] as const;

type Protected = { account: EmulatedAccount; port: number };

const applianceOf = ({ account: { name, publicIp }, port }: Protected): string => `
  - name: ${name}
    profile: generic
    floatingIp: ${publicIp}
    vpc: ${name}
    subnets: ${name}
    routeTables: ${name}
    instance: ${name}
    image: ${name}
    securityGroups: ${name}
    vpnCidrs: [${EMULATED.cidr}]
    mode: auto
    cooldownMinutes: 1
    probe: { protocol: tcp, port: ${port}, host: 127.0.0.1, intervalSeconds: 10, failures: 3 }
    rotation: { schedule: cron(0 3 * * ? *), timezone: UTC, keep: 3, prove: never }
    notify: [${EMULATED.mail}]`;

export const configurationFor = (appliances: Protected[]): string =>
  `region: ${PLACE.region}\nappliances:${appliances.map(applianceOf).join('')}\n`;
