/** Half of the scenarios, with another seed. */
import { scenariosComeOut } from '../../support/scenario-tests.ts';

scenariosComeOut({ part: 2, of: 2, seed: 2 });
