/** A takeover that has just claimed its appliance, and what its launches come to. */
import { field } from '../../simulator/scenarios/field.ts';
import { onStage, type Played, type Setting, type Stage } from './step-stage.ts';

export const onClaimed = (setting: Setting, story: (stage: Stage) => Promise<void>): Promise<void> =>
  onStage(setting, async (stage) => {
    await stage.perform('claim');
    await story(stage);
  });

/** Of the instance that a step has launched or adopted. */
export const idOf = ({ output }: Played): string => String(field(output, 'instanceId'));
