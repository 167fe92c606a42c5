/** Reports for tests: of one run of a scenario, and of one into which a stranger has written. */
import type { ReportDocument } from '../../cli/report/document.ts';
import { documentOfStory } from '../../cli/report/of-story.ts';
import { loadConfiguration } from '../../shared/config.ts';
import { findScenario } from '../../simulator/stories/scenario-file.ts';
import { tellScenario } from '../../simulator/stories/tell.ts';

export async function reportOf(scenario: string): Promise<ReportDocument> {
  return documentOfStory(
    await tellScenario({ scenario: findScenario(scenario), configuration: loadConfiguration(), seed: 1 }),
  );
}

export const HOSTILE = `<script>alert("1")</script> & '"><img src=x onerror=alert(2)> | \`x\` [a](javascript:b) \u202e\u0000\n# h`;

/** Every text of it replaced by one that would be markup; the state and the numbers stay. */
export function hostile(report: ReportDocument): ReportDocument {
  const spoilt = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return key === 'state' ? value : HOSTILE;
    if (Array.isArray(value)) return value.map((each) => spoilt(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spoilt(each, name)]));
  };
  return spoilt(report) as ReportDocument;
}
