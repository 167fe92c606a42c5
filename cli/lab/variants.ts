/** What the lab can try: which way the sessions go, which rules the firewalls have, and whether they synchronise. */
import type { Rules } from './network/example.ts';
import { ADDRESS, type Host, PUBLIC_IP } from './network/hosts.ts';

export type Variant = {
  name: string;
  /** `routed`: from network to network; `in`: from the Internet to a server; `out`: from the server to the Internet. */
  path: 'routed' | 'in' | 'out';
  rules: Rules;
  synchronised: boolean;
  /** Firewall 1 lives on, as in a switchover. */
  alive?: true;
  /** What is expected of its TCP and SSH sessions. */
  survives: boolean;
  what: string;
};

const ALL: Omit<Variant, 'survives'>[] = [
  {
    name: 'routed-strict-direct',
    path: 'routed',
    rules: 'strict',
    synchronised: true,
    what: 'network to network, strict rules, conntrackd',
  },
  {
    name: 'routed-loose-none',
    path: 'routed',
    rules: 'loose',
    synchronised: false,
    what: 'network to network, loose rules',
  },
  {
    name: 'in-loose-none',
    path: 'in',
    rules: 'loose',
    synchronised: false,
    what: 'Internet to a published server, loose rules',
  },
  {
    name: 'out-strict-identity',
    path: 'out',
    rules: 'strict',
    synchronised: true,
    what: 'server to the Internet, strict rules, conntrackd, identity address',
  },
  {
    name: 'in-strict-identity',
    path: 'in',
    rules: 'strict',
    synchronised: true,
    what: 'Internet to a published server, strict rules, conntrackd, identity address',
  },
  {
    name: 'out-loose-none',
    path: 'out',
    rules: 'loose',
    synchronised: false,
    what: 'server to the Internet, loose rules',
  },
  {
    name: 'switchover-strict-direct',
    path: 'routed',
    rules: 'strict',
    synchronised: true,
    alive: true,
    what: 'as routed-strict-direct, and firewall 1 lives on',
  },
  {
    name: 'routed-strict-none',
    path: 'routed',
    rules: 'strict',
    synchronised: false,
    what: 'network to network, strict rules, nothing synchronised',
  },
];

/** Strict rules forget what they do not know. */
export const VARIANTS: Variant[] = ALL.map((each) => ({
  ...each,
  survives: each.rules === 'loose' || each.synchronised,
}));

/** Those that run when none is named: the four that must survive, and the one that must not. */
export const USUAL = [
  'routed-strict-direct',
  'routed-loose-none',
  'in-loose-none',
  'out-strict-identity',
  'routed-strict-none',
];

export const clientOf = ({ path }: Variant): Host =>
  (({ routed: 'client', in: 'outside', out: 'server' }) as const)[path];

export const serverOf = ({ path }: Variant): Host => (path === 'out' ? 'outside' : 'server');

/** Where the client connects to. */
export const targetOf = ({ path }: Variant): string =>
  ({ routed: ADDRESS.server, in: PUBLIC_IP, out: ADDRESS.outside })[path];
