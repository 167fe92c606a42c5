/** Hostile files in place of `appliances.yml`. */
import { parse, stringify } from 'yaml';
import { parseConfiguration } from '../../shared/config.ts';
import type { Random } from '../../simulator/random.ts';
import { hostileText, hostileValue, type Json, mutated, whole } from './hostile.ts';
import { faultOfError, isPolluted } from './judge.ts';

const ORIGIN = { file: 'appliances.yml', region: undefined, now: '2026-11-21T03:00:00.000Z' };

const YAML = [
  '*',
  '&a ',
  '!!binary ',
  '- ',
  '? ',
  '%',
  '{',
  '[',
  ']',
  '"',
  '\t',
  '<<: *a',
  '---\n',
  '|\n',
  '!tag ',
  '#',
];

/** Something strange in the text itself: what a person's editor, or a template, makes of the file. */
function disturbed(text: string, random: Random): string {
  const at = whole(random, text.length);
  const insert = random() < 0.7 ? (YAML[whole(random, YAML.length)] ?? '') : hostileText(random);
  return `${text.slice(0, at)}${insert}${text.slice(at + whole(random, 20))}`;
}

/** Answers what is wrong with the outcome of one file, if anything. */
export function configurationFuzzer(example: string): (random: Random) => Promise<string | undefined> {
  const honest: Json = parse(example);
  return async (random) => {
    const way = random();
    const value = way < 0.1 ? hostileValue(random) : mutated(honest, random);
    const text = way < 0.3 ? disturbed(example, random) : way < 0.5 ? stringify(value) : JSON.stringify(value);
    const fault = faultOf(text) ?? (isPolluted() ? 'a polluted prototype' : undefined);
    return fault === undefined ? undefined : `appliances.yml: ${fault}\n  ${JSON.stringify(text).slice(0, 1_000)}`;
  };
}

function faultOf(text: string): string | undefined {
  try {
    parseConfiguration(text, ORIGIN);
    return undefined;
  } catch (thrown) {
    return faultOfError(thrown, { lines: true });
  }
}
