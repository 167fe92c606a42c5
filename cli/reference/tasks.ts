/** Ten tasks in words of a person, each with the command that does it, and a simulated account to try it in. */
import { type CommandWords, commandFor, WHY } from '../../shared/domain/messages/command-line.ts';

type Task = {
  task: string;
  command: Omit<CommandWords, 'stage'>;
  /** What follows `--simulated`. */
  simulated: string;
};

const sophos = { appliance: 'sophos' };

export const TASKS: Task[] = [
  {
    task: 'Who serves now, does it answer, and what has happened last?',
    command: { verb: 'status', ...sophos },
    simulated: 'zone-lost',
  },
  {
    task: 'Would a failover succeed now?',
    command: { verb: 'readiness', ...sophos },
    simulated: 'prober-finds-it@0',
  },
  {
    task: 'What would a takeover do? Change nothing.',
    command: { verb: 'plan', ...sophos },
    simulated: 'zone-lost@30',
  },
  {
    task: 'The appliance is dead. Replace it now.',
    command: { verb: 'failover', ...sophos, flags: { reason: WHY } },
    simulated: 'zone-lost@30',
  },
  {
    task: 'Its zone gets maintenance tonight. Move it, without an outage if that is possible.',
    command: { verb: 'switchover', ...sophos, flags: { reason: WHY } },
    simulated: 'switchover@0',
  },
  {
    task: 'A takeover is running. Watch it to its end.',
    command: { verb: 'follow', ...sophos },
    simulated: 'zone-lost@160',
  },
  {
    task: 'What happened last night, on one page for the ticket?',
    command: { verb: 'report', flags: { last: 'sophos', output: 'report.html' } },
    simulated: 'zone-lost',
  },
  {
    task: 'I am going to update its firmware. Start no takeover for four hours.',
    command: { verb: 'pause', ...sophos, flags: { for: '4h', reason: WHY } },
    simulated: 'prober-finds-it@0',
  },
  {
    task: 'I have changed its configuration. Take an image now, and prove that it boots.',
    command: { verb: 'rotate', ...sophos, flags: { prove: true, reason: WHY } },
    simulated: 'prober-finds-it@0',
  },
  {
    task: 'Step Functions is down. Give me the takeover as a script.',
    command: { verb: 'plan', ...sophos, flags: { shell: true, output: 'takeover.sh' } },
    simulated: 'zone-lost@30',
  },
];

export const commandOf = ({ command }: Task): string => commandFor({ ...command, stage: 'prod' });

const row = (task: Task): string => `| ${task.task} | \`${commandOf(task)}\` | \`${task.simulated}\` |`;

export const tasksSection = (): string => `## Ten tasks

Each of these commands runs without AWS if you add \`--simulated\` and the third column. It is then the same command, in the simulated
account of a [scenario](scenarios.md). \`NAME\` is the account when the scenario is over, \`NAME@30\` 30 seconds after its beginning, and
\`NAME@0\` before anything has happened. \`NAME:7\` takes another seed. Every command begins with the scenario anew: nothing is kept.

| You want to know, or to do | Command | \`--simulated\` |
|---|---|---|
${TASKS.map(row).join('\n')}`;
