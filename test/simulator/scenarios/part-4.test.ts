/** A sixth of the scenarios. */
import { scenariosComeOut } from '../../support/scenario-tests.ts';

scenariosComeOut({ part: 4, of: 6, seed: 1 });
