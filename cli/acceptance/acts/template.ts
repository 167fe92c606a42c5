/** The stack: what became of the compiled template, and whether it is what the template says. */
import { compared, counted, made } from '../deployed/summary.ts';
import type { Act } from './act.ts';

const template: Act = {
  name: 'template',
  promise: 'CloudFormation takes the compiled template as it is',
  run: async ({ deployed, package: { template: compiled, files }, plays }) => {
    const [brief = '', ...details] = made(deployed);
    if (deployed.some(({ by }) => by === 'the API')) {
      plays.add("the resources whose type moto's CloudFormation does not know, by the API of their service");
    }
    const sent = `sent: ${compiled.text.length} bytes, sha256 ${compiled.sha256.slice(0, 16)}…, and ${files.size} zips; GetTemplate answers with the same bytes`;
    return { met: deployed.every(({ by }) => by !== 'nothing'), brief, details: [sent, ...details] };
  },
};

const resources: Act = {
  name: 'resources',
  promise: 'each resource is what the template says: policies, patterns, targets, definitions, code and environment',
  run: async ({ deployed }) => {
    const { same, wrong, notKept } = compared(deployed);
    const kept = notKept.length > 0 ? [`moto does not keep, so not compared: ${notKept.join(', ')}`] : [];
    const brief = `${same} of ${deployed.length} as declared`;
    return { met: wrong.length === 0, brief, details: [counted(deployed), ...kept, ...wrong.slice(0, 10)] };
  },
};

export const STACK_ACTS: Act[] = [template, resources];
