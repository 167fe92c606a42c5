/** Which options mean something beside the one that decides what is done; what would be ignored is refused. */
const BESIDE = {
  /** The long runs are always the same ones, and each prints its own summary. */
  long: ['seeds', 'from', 'jobs'],
  /** Every mutant knows in which stories it is looked for. */
  mutants: ['only', 'jobs', 'json'],
  /** Of random stories anything may be part. */
  hashes: ['seeds', 'from', 'scenarioSeeds', 'jobs'],
  /** What a seed becomes depends on what was wanted of it. */
  replay: ['faults', 'safety', 'liveness', 'shapes', 'json'],
  /** A schedule says all of that itself. */
  'replay SEED:schedule': ['json'],
} as const;

type Way = keyof typeof BESIDE;

type Given = Readonly<Record<string, unknown>>;

const optionOf = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function wayOf({ long, mutants, hashes, replay }: Given): Way | undefined {
  if (long) return 'long';
  if (mutants) return 'mutants';
  if (hashes !== undefined) return 'hashes';
  if (typeof replay !== 'string') return undefined;
  return replay.includes(':') ? 'replay SEED:schedule' : 'replay';
}

/** `--seeds, --from and --jobs`. */
export function besideText(way: Way): string {
  const names = BESIDE[way].map(optionOf);
  const [last] = names.slice(-1);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : `${last}`;
}

/** @returns the sentence that says which options would be ignored, and which would not. */
export function refusalBeside(given: Given): string | undefined {
  const way = wayOf(given);
  if (!way) return undefined;
  const meant: string[] = [...BESIDE[way], ...way.split(' ')];
  const ignored = Object.keys(given).filter((name) => !meant.includes(name));
  if (ignored.length === 0) return undefined;
  return `--${way} goes with ${besideText(way)} alone, and not with ${ignored.map(optionOf).join(', ')}`;
}
