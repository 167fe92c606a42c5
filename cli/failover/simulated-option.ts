/** `--simulated`: in which scenario a command runs instead of an account, and at which moment of it. */
import { text, type ValueOption } from '../command-line/values.ts';
import { shown, Wrong } from '../command-line/wrong.ts';

export type Simulated = {
  /** The name of a scenario, or the file of one. */
  scenario: string;
  seed: number;
  /** Undefined: when all that the scenario tells is over. */
  atSeconds: number | undefined;
};

const WHAT = 'without AWS: in the simulated account of a scenario, when it is over, or at a second of it: NAME@SECONDS';

/** `NAME`, `NAME@30`, `NAME:7@30`; a file has a slash or an ending. */
const NOTATION = /^([\w./\\-]+?)(?::(\d{1,9}))?(?:@(\d{1,6}))?$/;

export const simulatedOption = (): ValueOption => {
  const option = text('--simulated <scenario>', WHAT, 'zone-lost@30');
  option.argParser((given: string): Simulated => {
    const [, scenario, seed = '1', at] = NOTATION.exec(given) ?? [];
    if (scenario === undefined) {
      throw new Wrong(
        `--simulated "${shown(given)}" is not understood; write NAME, or NAME@SECONDS such as zone-lost@30`,
      );
    }
    return { scenario, seed: Number(seed), atSeconds: at === undefined ? undefined : Number(at) };
  });
  return option;
};
