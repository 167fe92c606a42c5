/** Tells every scenario in a copy of the tree whose messages are reworded, and prints which of them do not come out. */
import { allScenarios } from '../../simulator/stories/library.ts';
import { tellVariants } from '../../simulator/stories/variants.ts';
import { aConfiguration } from './appliances.ts';

/** What a scenario quotes of a text is gone in this tree: sentences of a reason, and words of a subject that are no kind. */
const quotes = (what: string): boolean =>
  /^(?:rotation )?because: |^a mail says: |^(?:not )?notified(?: once)?: (?:.*[ |(]|paused$)/.test(what);

const configuration = aConfiguration();
const [part = 0, parts = 1] = process.argv.slice(2).map(Number);
for (const scenario of allScenarios().filter((_, at) => at % parts === part)) {
  for (const { state, report } of await tellVariants({ scenario, configuration, seed: 1 })) {
    const unmet = report.expectations.filter(({ met, what }) => !met && !quotes(what));
    const sentences = unmet.map(({ what, found }) => `expected ${what}, found ${found}`);
    process.stdout.write(`${JSON.stringify({ scenario: scenario.name, state, unmet: sentences })}\n`);
  }
}
