/** A sixth of the scenarios. */
import { scenariosComeOut } from '../../support/scenario-tests.ts';

scenariosComeOut({ part: 1, of: 6, seed: 1 });
