/** A sixth of the scenarios. */
import { scenariosComeOut } from '../../support/scenario-tests.ts';

scenariosComeOut({ part: 6, of: 6, seed: 1 });
