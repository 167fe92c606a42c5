/** What the acceptance shows: the table at the end, the two words that it changes, and why moto did not start. */
import { describe, expect, test } from '@jest/globals';
import { startMoto } from '../../../cli/acceptance/find-moto.ts';
import { plays } from '../../../cli/acceptance/plays.ts';
import { during } from '../../../cli/acceptance/progress.ts';
import { summary } from '../../../cli/acceptance/table.ts';
import { changed } from '../../../cli/acceptance/words.ts';
import { createPaint } from '../../../cli/paint.ts';

const plain = { width: 60, paint: createPaint(false) };

describe('the table', () => {
  const results = [
    { name: 'template', met: true, brief: '99 of 117 resources made', seconds: 4 },
    { name: 'alarm', met: false, brief: 'the address is at i-1 and the route leads to i-2', seconds: 143 },
  ];

  test('has a line for each promise, wrapped within the terminal, and counts them', () => {
    const lines = summary(results, ['the alarms'], plain);
    expect(lines).toEqual([
      '',
      '  ✔  template        4 s  99 of 117 resources made',
      '  ✘  alarm         143 s  the address is at i-1 and the',
      '                          route leads to i-2',
      '',
      'Played by the acceptance, because moto does not do it:',
      '  - the alarms',
      '',
      '1 of 2 promises met in moto',
    ]);
    expect(lines.every((line) => line.length <= plain.width)).toBe(true);
  });

  test('does not speak of what was played where nothing was', () => {
    expect(summary(results, [], plain).join('\n')).not.toContain('Played');
  });
});

describe('the words of moto that are changed', () => {
  const item = (id: string) =>
    `<item><availabilityZone>a</availabilityZone><instanceId>${id}</instanceId><instanceStatus><details><item><status>passed</status></item></details><status>ok</status></instanceStatus><systemStatus><details><item><status>passed</status></item></details><status>ok</status></systemStatus></item>`;
  const xml = `<DescribeInstanceStatusResponse><instanceStatusSet>${item('i-1')}${item('i-2')}</instanceStatusSet></DescribeInstanceStatusResponse>`;

  test('the system status check of a failed instance, and of no other one', () => {
    const played = plays();
    const words = { creator: () => '', impaired: new Set(['i-2']), plays: played };
    const impairedItem = item('i-2').replace(/ok(<\/status><\/systemStatus>)/, 'impaired$1');
    expect(changed(xml, words)).toBe(xml.replace(item('i-2'), impairedItem));
    expect(played.all()).toHaveLength(1);
  });

  test('nothing, where no instance has failed', () => {
    const played = plays();
    expect(changed(xml, { creator: () => '', impaired: new Set(), plays: played })).toBe(xml);
    expect(played.all()).toEqual([]);
  });
});

test('moto that cannot have its port is tried on three ports, and its last line says why it does not start', async () => {
  const asked: number[] = [];
  const script = 'console.error("Traceback\\nAddress already in use"); process.exit(1)';
  const choosePort = async () => {
    asked.push(9);
    return 9;
  };
  const started = await startMoto({ words: [process.execPath, '-e', script, '--'], version: '' }, choosePort);
  expect({ started, attempts: asked.length }).toEqual({ started: { because: 'Address already in use' }, attempts: 3 });
});

describe('progress', () => {
  const written = async (live: boolean, what = 'packaging'): Promise<string> => {
    let text = '';
    const write = (more: string) => {
      text += more;
    };
    await during({ live, write, ...plain, width: 20 }, what, async () => undefined);
    return text;
  };

  test('on a terminal is a line that is gone afterwards', async () => {
    expect(await written(true)).toBe('\r\u001b[K… packaging\r\u001b[K');
  });

  test('on a terminal is cut before it would be wrapped, because a wrapped line cannot be taken back', async () => {
    const [, shown = ''] = (await written(true, 'a promise that is long')).split('\u001b[K');
    expect(shown.trim()).toBe('… a promise that i…');
  });

  test('elsewhere is a line at the beginning', async () => expect(await written(false)).toBe('… packaging\n'));
});
