/** The dashboard of a deployment: off by default, and readable with one appliance and with thirty. */
import { describe, expect, test } from '@jest/globals';
import { applianceNamed, complaintsAbout, resourcesFrom } from '../support/infra-resources.ts';

const file = (count: number, more: object = {}) => ({
  ...{ region: 'ap-northeast-1', ...more },
  appliances: Array.from({ length: count }, (_, index) => applianceNamed(`box-${index + 1}`, index)),
});

type Widget = {
  type: 'text' | 'metric';
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title?: string; markdown?: string; metrics?: unknown[][]; region?: string };
};

function widgetsOf(count: number): Widget[] {
  const { Dashboard } = resourcesFrom(file(count, { dashboard: 'on' })).Resources;
  const body = Object(Dashboard?.Properties.DashboardBody)['Fn::Sub'] as string;
  return (JSON.parse(body) as { widgets: Widget[] }).widgets;
}

describe('the dashboard', () => {
  test('is not deployed unless it is asked for', () => {
    expect(resourcesFrom(file(1)).Resources.Dashboard).toBeUndefined();
    expect(resourcesFrom(file(1, { dashboard: 'off' })).Resources.Dashboard).toBeUndefined();
  });

  test.each([1, 30])('has a line for each of %i appliances in every graph, in the Region of the stack', (count) => {
    const graphs = widgetsOf(count).filter(({ type }) => type === 'metric');
    expect(graphs.map(({ properties }) => properties.title)).toEqual([
      'Failed probes',
      'Ready for a takeover (1) or not (0)',
      'Age of the newest good image, hours',
      'Takeovers',
      'Outage until the first answer, seconds',
      'Holds that people were notified of',
    ]);
    for (const { properties } of graphs) {
      expect(properties.region).toMatch(/AWS::Region/);
      expect(properties.metrics).toHaveLength(count);
      expect(properties.metrics?.at(-1)).toEqual([
        ...['SophosFailover', expect.any(String), 'Appliance', `box-${count}`],
        { label: `box-${count}` },
      ]);
    }
  });

  test('fills the grid, and no widget lies over another', () => {
    const cells = widgetsOf(30).flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, at) => `${x + (at % width)} ${y + Math.floor(at / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.every((cell) => Number(cell.split(' ')[0]) < 24)).toBe(true);
  });

  test('any other word is refused with the words that there are', () => {
    expect(complaintsAbout(file(1, { dashboard: 'yes' }))).toMatch(/dashboard.*on.*off/);
  });
});
