/** The appliance that a person means. */
import { closest } from '../../shared/config/closest.ts';
import { type Appliance, type Configuration, findAppliance } from '../../shared/domain/appliance.ts';
import { RefusedError } from '../../shared/domain/errors.ts';

/** @throws RefusedError with the name that may have been meant. */
export function applianceNamed(configuration: Configuration, name: string): Appliance {
  const found = findAppliance(configuration, name);
  if (found) return found;
  const known = configuration.appliances.map((appliance) => appliance.name);
  const near = closest(name.slice(0, 60), known);
  const guess = near === undefined ? '' : `; did you mean "${near}"?`;
  throw new RefusedError(`no appliance "${name.slice(0, 60)}" is configured${guess} (there are: ${known.join(', ')})`);
}
