/** Observes rows in an account and keeps them in a file, row by row. */

import { type Stray, straysOf } from '../../shared/aws/lab/strays.ts';
import { messageOf } from '../../shared/domain/errors.ts';
import { applianceNamed } from '../failover/appliance-named.ts';
import { open } from '../failover/open.ts';
import { plain } from '../plain.ts';
import type { Terminal } from '../terminal.ts';
import { blanked, blanking } from './blank.ts';
import { type Conducted, conduct } from './conduct.ts';
import { asking } from './consent.ts';
import { openDesk } from './desk.ts';
import type { Door } from './door.ts';
import { type ConformanceFile, FILE_VERSION, readFile, withRow, writeFile } from './file.ts';
import { accountOf, notALab, partitionOf } from './guard.ts';
import { CONFORM_TAG, type Lab } from './lab.ts';
import { dueLater, lookAgain } from './later.ts';
import { namesIn } from './names.ts';
import type { Observation } from './observation.ts';
import type { Options } from './options.ts';
import { changesNothing } from './row.ts';
import { ROWS } from './rows.ts';

/** `strays`: what carries the tag of the kit and is still there, or why that is not known. */
export type Observed = Conducted & { file: ConformanceFile; later: string[]; strays: Stray[] | { unknown: string } };

/** @throws RefusedError when the deployment is not found, or the file that is there cannot be continued. */
export async function observe(options: Options, terminal: Terminal, door: Door): Promise<Observed> {
  const before = door.read(options.out);
  const known = before === undefined ? undefined : readFile(before, options.out);
  const configuration = await door.configuration(options.appliances);
  const appliance = applianceNamed(configuration, options.appliance);
  const deps = await open(options, configuration, door);
  const { takeoverMachineArn } = deps.deployment;
  const { person, clock } = door;
  const desk = openDesk({ clock, person, terminal, quiet: options.json });
  const mark = `failover-conform-${clock.now().toISOString().slice(0, 19).replace(/\D/g, '')}`;
  const lab: Omit<Lab, 'notes' | 'kept'> = { deps, appliance, door, desk, mark };
  const blank = blanking([...namesIn(appliance), door.user]);
  const partition = partitionOf(takeoverMachineArn);
  let file: ConformanceFile = known ?? { version: FILE_VERSION, made: clock.now().toISOString(), partition, rows: [] };
  const keep = (observation: Observation): void => {
    file = withRow(file, blanked(observation, blank));
    door.write(options.out, writeFile(file));
  };
  const isDone = (number: number): boolean => file.rows.some(({ row, end }) => row === number && end === 'complete');
  const rows = ROWS.filter(({ number }) => options.rows?.includes(number) ?? !isDone(number));
  const account = accountOf(takeoverMachineArn);
  const present = person.present && !options.json;
  const consent = asking({ desk }, { notALab: () => notALab({ deps, appliance }), account, present });
  try {
    const conducted = await conduct(rows, { lab, consent, keep });
    const strays = await left(conducted, deps);
    const later = conducted.interrupted ? [] : await lookAtRest(file, { lab, present, keep, asked: options.rows });
    return { ...conducted, file, later, strays };
  } finally {
    desk.forget();
  }
}

/** An answer of AWS may have been lost: what was made then is in no list of ours, and carries the tag. */
async function left({ results }: Conducted, { clients }: Lab['deps']): Promise<Observed['strays']> {
  const changed = results.some(({ row, outcome }) => outcome !== 'skipped' && !changesNothing(row));
  if (!changed) return [];
  return straysOf(clients, CONFORM_TAG).catch((cause: unknown) => ({ unknown: messageOf(cause) }));
}

type Around = Parameters<typeof lookAgain>[1] & { asked: number[] | undefined };

async function lookAtRest(file: ConformanceFile, around: Around): Promise<string[]> {
  const sentences: string[] = [];
  const asked = ROWS.filter(({ number }) => around.asked?.includes(number) ?? true);
  for (const due of dueLater(asked, file.rows)) {
    const why = await lookAgain(due, around);
    if (why !== undefined) sentences.push(plain(`row ${due.row.number}: ${why}`));
  }
  return sentences;
}
