/** The files of the scenarios, their page and their JSON Schema belong together. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { EXAMPLE } from '../../../simulator/stories/example.ts';
import { scenarioJsonSchema, scenarioJsonSchemaText } from '../../../simulator/stories/json-schema.ts';
import { scenarioNames } from '../../../simulator/stories/library.ts';
import { scenariosPage } from '../../../simulator/stories/page.ts';

const FOLDER = join('simulator', 'scenarios');
const REFERENCE = join('docs', 'reference');

const textOf = (name: string): string => readFileSync(join(FOLDER, `${name}.yml`), 'utf8');

describe('the published schema', () => {
  const schema = z.fromJSONSchema(scenarioJsonSchema());

  test('is what the code says: npm run scenario-schema', () => {
    expect(readFileSync(join(REFERENCE, 'scenario.schema.json'), 'utf8')).toBe(scenarioJsonSchemaText());
  });

  test('accepts every scenario, and the example', () => {
    const texts = [...scenarioNames().map(textOf), EXAMPLE];
    expect(texts.filter((text) => !schema.safeParse(parse(text)).success)).toEqual([]);
  });

  test.each([
    ['a misspelt key', 'wen: []'],
    ['an unknown fault', 'when: [{ atSeconds: 0, fault: { kind: flood } }]'],
    ['a moment in which two things happen', 'when: [{ atSeconds: 0, sweep: true, resume: true }]'],
    ['a scenario without moments', 'given: {}'],
  ])('refuses %s', (_what, lines) => {
    const value: unknown = parse(`title: t\nthen: { outcome: held }\n${lines}\n`);
    expect(schema.safeParse(value).success).toBe(false);
  });

  test('describes every key of a file, of given and of then, and every moment', () => {
    const published = JSON.parse(scenarioJsonSchemaText());
    const { given, when, then } = published.properties;
    const parts = [published, given, then].flatMap(({ properties }) => Object.entries(properties));
    const moments = Object.entries(when.items.anyOf);
    expect([...parts, ...moments].filter(([, part]) => !Object(part).description).map(([key]) => key)).toEqual([]);
  });
});

describe('the page', () => {
  test('is what the code says: npm run scenario-schema', () => {
    expect(readFileSync(join(REFERENCE, 'scenarios.md'), 'utf8')).toBe(scenariosPage());
  });
});

describe('the files', () => {
  test('are YAML, without one that is not', () => {
    expect(readdirSync(FOLDER).filter((file) => !/\.(?:yml|ts)$/.test(file))).toEqual([]);
  });

  test('have one moment a line, in lines of at most 160 characters', () => {
    const odd = scenarioNames().flatMap((name) =>
      textOf(name)
        .split('\n')
        .filter((line) => line.length > 160 || (line.match(/atSeconds/g) ?? []).length > 1)
        .map((line) => `${name}: ${line}`),
    );
    expect(odd).toEqual([]);
  });

  test('have a name of their own, and do not repeat it', () => {
    expect(scenarioNames().filter((name) => /^name:/m.test(textOf(name)))).toEqual([]);
  });
});
