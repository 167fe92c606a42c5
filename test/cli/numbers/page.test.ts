/** The page of numbers and its picture: of the model as it is, and of one another. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { withSection } from '../../../cli/numbers/page.ts';
import { MODEL_VERSION } from '../../../simulator/model-version.ts';

const page = readFileSync('docs/reference/numbers.md', 'utf8');
const picture = readFileSync('docs/outage.svg', 'utf8');

const section = (name: string): string =>
  page.slice(page.indexOf(`<!-- ${name}: written`), page.indexOf(`<!-- end of ${name} -->`));

describe('the page', () => {
  test.each(['outage', 'growth'])(
    'has the %s of the model as it is; if not, run `npm run bench -- outage growth --write`',
    (name) => {
      expect(section(name)).toContain(`model ${MODEL_VERSION}`);
      expect(section(name)).toMatch(/^Simulated seconds/m);
    },
  );

  test('says where the assumptions are written down, before the first number', () => {
    expect(page.indexOf('(simulator.md)')).toBeGreaterThan(0);
    expect(page.indexOf('(simulator.md)')).toBeLessThan(page.indexOf('<!-- outage'));
  });

  test('rests on at least 300 seeds', () => {
    const [, seeds] = /of (\d+) seeds/.exec(section('outage')) ?? [];
    expect(Number(seeds)).toBeGreaterThanOrEqual(300);
  });

  test('is written between its marks only, and not at all without them', () => {
    const before = 'a\n<!-- growth: written by the bench -->\nold\n<!-- end of growth -->\nb';
    expect(withSection(before, 'growth', ['new'])).toBe(
      'a\n<!-- growth: written by the bench -->\n\nnew\n\n<!-- end of growth -->\nb',
    );
    expect(() => withSection(before, 'outage', ['new'])).toThrow(/no place for outage/);
  });
});

describe('the picture', () => {
  const medians = [...section('outage').matchAll(/^\| ([^|*]+) \| \*\*([\d.]+) \//gm)]
    .filter(([, what]) => !what?.includes('no alarm between'))
    .map(([, what, p50]) => `${what} ${Number(p50).toFixed(0)} s`);

  test('has the medians of the page, and says them in words', () => {
    const [, words = ''] = /<desc id="d">(.*)<\/desc>/.exec(picture) ?? [];
    expect(medians.length).toBeGreaterThan(8);
    expect(medians.filter((median) => !words.includes(median))).toEqual([]);
  });

  test('says that it is simulated, and is readable in the dark', () => {
    expect(picture).toContain('<title id="t">Outage by phase, simulated</title>');
    expect(picture).toContain('prefers-color-scheme: dark');
  });

  test('stands in the README with the same words for who does not see it', () => {
    expect(readFileSync('README.md', 'utf8')).toMatch(/!\[Simulated[^\]]*\]\(docs\/outage\.svg\)/);
  });
});
