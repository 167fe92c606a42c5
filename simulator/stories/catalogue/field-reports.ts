/** What users of other tools have reported, and the scenarios that show what happens here instead. */

export type FieldReport = { what: string; source: string; here: string; scenarios: string[] };

export const FIELD_REPORTS: FieldReport[] = [
  {
    what: 'a stop that never finishes blocks the failover',
    source: 'alestic.com 2011; awslabs/aws-systems-manager PR 18',
    here: 'the forced stop comes last and is not waited for',
    scenarios: ['hung-stop', 'stop-first-hangs'],
  },
  {
    what: 'the network moved before the replacement could forward',
    source: 'AndrewGuenther/fck-nat #80',
    here: 'a planned move waits for both status checks; a dead appliance has nothing left to lose',
    scenarios: ['switchover-waits-until-it-serves'],
  },
  {
    what: 'the replacement reports success and forwards nothing',
    source: 'RaJiska/terraform-aws-fck-nat #75',
    here: 'success is a probe through the address; without it the image before is tried',
    scenarios: ['never-answers'],
  },
  {
    what: '"every route of this interface" moved one that had to stay',
    source: 'fortinet #26',
    here: 'routes are an allow-list of tables and destinations',
    scenarios: ['route-of-somebody-else-stays'],
  },
  {
    what: 'the address went to the wrong side',
    source: 'F5 CFE #118',
    here: 'every change is read back and compared with the plan',
    scenarios: ['address-answer-lost', 'person-moves-address-mid-run'],
  },
  {
    what: 'half a failover, through a missing permission',
    source: 'F5 CFE #42',
    here: 'the move is undone while the old instance is up; the hourly check finds it before',
    scenarios: ['permission-lost', 'permission-lost-found-by-readiness'],
  },
  {
    what: 'drift is found only in the disaster',
    source: 'F5 CFE #106',
    here: 'readiness tries everything every hour, changing nothing',
    scenarios: ['not-ready', 'permission-lost-found-by-readiness'],
  },
  {
    what: 'state shared by two pairs failed over the wrong one',
    source: 'F5 CFE #147',
    here: 'the state is on the address itself, with its owner: the appliance beside is left alone, and another stack is refused',
    scenarios: ['neighbour-left-alone', 'neighbour-lost-as-well', 'second-stack'],
  },
  {
    what: 'a stuck recovery had to be reset by hand',
    source: 'F5 CFE #17',
    here: 'every end leaves a next generation that finishes what is partially applied',
    scenarios: ['crash-between-steps', 'takeover-stopped-by-hand'],
  },
  {
    what: 'throttling killed the failover, or started one',
    source: 'F5 CFE #80; ClusterLabs #1876',
    here: 'it is repeated with jitter, and is no verdict',
    scenarios: ['throttled', 'throttled-while-healthy'],
  },
  {
    what: 'infrastructure as code reverted the routes',
    source: 'alternat #49; hashicorp/terraform #938',
    here: 'operators are notified once, and the tool is not fought',
    scenarios: ['routes-reverted-by-code'],
  },
  {
    what: 'no way back, or flapping on the way',
    source: 'alternat #90',
    here: 'no failback is automatic; an instance that comes back is fenced again',
    scenarios: ['zombie-returns', 'host-recovered-by-ec2'],
  },
  {
    what: 'the control plane could not be reached, and the route stayed a blackhole',
    source: 'fortinet #12, #10',
    here: 'nothing of ours runs in the VPC; a route into nothing is corrected',
    scenarios: ['route-into-nothing', 'zone-lost'],
  },
  {
    what: 'both were restarted, and nothing moved: triggers fire on transitions',
    source: 'F5 CFE #36',
    here: 'the sweep looks at what is, every minute',
    scenarios: ['event-lost', 'replacement-fails-too'],
  },
  {
    what: 'a stopped instance has no data, so no alarm',
    source: 'ColeMurray/background-agents PR 1797',
    here: "EC2's own event and the prober notice it",
    scenarios: ['stopped-by-ec2', 'stopped-by-person'],
  },
  {
    what: 'no capacity for the one type in the one zone',
    source: 'RaJiska/terraform-aws-fck-nat #77',
    here: 'an ordered list of types, then of zones, inside one step',
    scenarios: ['no-capacity-first-type', 'no-capacity-shows-later', 'launch-refused-many-times'],
  },
  {
    what: 'the launch of an encrypted image dies silently',
    source: 'github-aws-runners #2927; karpenter #1407',
    here: 'pending and then terminated is a refusal of that image: the one before is taken',
    scenarios: ['image-key-denied'],
  },
  {
    what: 'Marketplace terms: `OptInRequired`',
    source: 'packer-plugin-amazon #442',
    here: 'nothing is moved, and operators are notified of what EC2 said',
    scenarios: ['subscription-ended'],
  },
  {
    what: 'eventual consistency after a launch: `NotFound`',
    source: 'boto3 #2556; gardener mcm-provider-aws PR 68',
    here: 'not yet visible is waited for; the source/dest check is read back',
    scenarios: ['reads-lag-behind'],
  },
  {
    what: 'two starts race',
    source: 'awslabs/genai-idp-terraform #197',
    here: 'the name of the execution is the lock',
    scenarios: ['duplicate-event', 'two-triggers-at-once'],
  },
];
