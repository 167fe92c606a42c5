/** What a person sees of a report: opened in a headless Chromium, narrow and wide, light and dark. Without a browser it says so. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { render } from '../../../cli/report/render.ts';
import { findBrowser, inBrowser } from '../../support/browser.ts';
import { hostile, reportOf } from '../../support/reports.ts';

const browser = findBrowser();
const folder = mkdtempSync(join(tmpdir(), 'report-'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

beforeAll(async () => {
  if (!browser) process.stderr.write('no Chromium is on the PATH: the report was not opened in a browser\n');
  const report = await reportOf('prober-finds-it');
  writeFileSync(join(folder, 'report.html'), render(report, 'html'));
  writeFileSync(join(folder, 'hostile.html'), render(hostile(report), 'html'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const WIDER = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

const VIOLATIONS = `axe.run().then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join('; ')))`;

const looks = ['report.html', 'hostile.html'].flatMap((file) =>
  (['light', 'dark'] as const).flatMap((scheme) => [400, 1_000].map((width) => ({ file, scheme, width }))),
);

test.each(looks)(
  '$file, $scheme, at $width pixels: no complaint, no horizontal scrolling, accessible',
  async (look) => {
    if (!browser) return;
    await inBrowser(browser, { ...look, file: join(folder, look.file) }, async ({ complaints, evaluate }) => {
      expect(complaints).toEqual([]);
      expect(await evaluate(WIDER)).toBe(0);
      const ground = await evaluate('getComputedStyle(document.body).backgroundColor');
      expect(ground).toBe(look.scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)');
      await evaluate(axe);
      expect(await evaluate(VIOLATIONS)).toEqual([]);
    });
  },
);
