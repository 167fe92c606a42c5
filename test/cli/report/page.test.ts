/** The three forms of a report: one self-contained page, Markdown, and JSON. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ReportDocument } from '../../../cli/report/document.ts';
import { formatOf, render } from '../../../cli/report/render.ts';
import { elementsOf } from '../../support/markup.ts';
import { hostile, reportOf } from '../../support/reports.ts';

let report: ReportDocument;

beforeAll(async () => {
  report = await reportOf('prober-finds-it');
});

describe('the HTML page', () => {
  test('is well-formed, also when every text in it is hostile', () => {
    for (const each of [report, hostile(report)]) expect(elementsOf(render(each, 'html')).length).toBeGreaterThan(50);
  });

  test('refers to nothing outside itself and runs nothing, also when every text in it is hostile', () => {
    for (const each of [report, hostile(report)]) {
      const page = render(each, 'html');
      const elements = elementsOf(page);
      const names = new Set(elements.map(({ name }) => name));
      for (const name of ['script', 'link', 'img', 'iframe', 'object', 'a', 'form', 'svg']) {
        expect(names).not.toContain(name);
      }
      const attributes = new Set(elements.flatMap((element) => Object.keys(element.attributes)));
      expect([...attributes].filter((name) => /^(on|src|href|action)/.test(name))).toEqual([]);
      expect(/<style>([^<]*)<\/style>/.exec(page)?.[1]).not.toMatch(/@import|url\(/);
    }
  });

  test('is built of the same elements with hostile texts as without', () => {
    const names = (page: string): string[] => elementsOf(page).map(({ name }) => name);
    expect(names(render(hostile(report), 'html'))).toEqual(names(render(report, 'html')));
  });

  test('shows a hostile text as text, without characters that hide or turn it', () => {
    const page = render(hostile(report), 'html');
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;');
    expect(page.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
  });

  test('has a language, landmarks, one first heading, labelled sections and table headers', () => {
    const elements = elementsOf(render(report, 'html'));
    const of = (name: string) => elements.filter((element) => element.name === name);
    expect(of('html')[0]?.attributes).toEqual({ lang: 'en' });
    expect(['header', 'main', 'footer', 'h1'].map((name) => of(name).length)).toEqual([1, 1, 1, 1]);
    const ids = of('h2').map(({ attributes }) => attributes.id);
    expect(of('section').map(({ attributes }) => attributes['aria-labelledby'])).toEqual(ids);
    expect(new Set(of('th').map(({ attributes }) => attributes.scope))).toEqual(new Set(['row', 'col']));
  });

  test('marks simulated seconds as simulated, beside what the product measured', () => {
    const page = render(report, 'html');
    expect(page).toMatch(/<p class="outage">[\d.]+ s of outage<\/p>/);
    expect(page).toMatch(/simulated seconds; failover itself measured [\d.]+ s <span class="mark">simulated<\/span>/);
    expect(render({ ...report, simulated: undefined }, 'html')).not.toContain('class="mark"');
  });

  test('has a bar for each phase within the track, and a tick for each change', () => {
    const bars = elementsOf(render(report, 'html')).flatMap(({ attributes }) => attributes.style ?? []);
    expect(bars).toHaveLength(report.phases.length + report.service.length + report.changes.length);
    for (const bar of bars) {
      const [left = Number.NaN, width = 0] = [...bar.matchAll(/([\d.]+)%/g)].map(([, number]) => Number(number));
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + width).toBeLessThanOrEqual(100.02);
    }
  });
});

describe('Markdown', () => {
  test('has the sections of the page', () => {
    const titles = [...render(report, 'html').matchAll(/<h2[^>]*>([^<]*)</g)].map(([, title]) => title);
    expect([...render(report, 'md').matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(titles);
  });

  test('keeps a hostile text within its cell', () => {
    const [clean, spoilt] = [report, hostile(report)].map((each) => render(each, 'md').split('\n'));
    const rows = (lines: string[] = []): string[] => lines.filter((line) => line.startsWith('|'));
    const shape = (lines?: string[]) => rows(lines).map((line) => line.replace(/\\./g, '').replace(/[^|]/g, ''));
    expect(shape(spoilt)).toEqual(shape(clean));
    const outsideCode = (spoilt ?? []).filter((line) => !line.startsWith('    ')).join('\n');
    expect(outsideCode.replace(/(?<!\\)`[^`\n]*`/g, '')).not.toMatch(/<script|<img|(?<!\\)\]\(/);
  });
});

test('JSON is the document itself', () => {
  expect(JSON.parse(render(report, 'json'))).toEqual(JSON.parse(JSON.stringify(report)));
});

test.each([
  ['out.html', 'html'],
  ['a/b.HTM', 'html'],
  ['x.md', 'md'],
  ['x.json', 'json'],
  ['x.pdf', undefined],
  ['html', undefined],
])('the name %s means %s', (file, format) => {
  expect(formatOf(file)).toBe(format);
});

describe('a story without a takeover', () => {
  test('says that nothing was lost, and why nothing was done', async () => {
    const held = await reportOf('false-alarm');
    expect(held.outage).toEqual({ seen: 'it never stopped answering' });
    expect(elementsOf(render(held, 'html')).length).toBeGreaterThan(20);
  });
});
