/** Two configurations, setting by setting. */
import { expect, test } from '@jest/globals';
import { compareConfiguration } from '../../../../shared/domain/readiness/configuration-difference.ts';
import { anAppliance } from '../../../support/appliances.ts';

const appliance = anAppliance();
const asDeployed = (written: object) => JSON.parse(JSON.stringify(written));
const compared = (deployed: object[], file = [appliance]) =>
  compareConfiguration({ appliance, deployed: { appliances: asDeployed(deployed) }, file: { appliances: file } });

test('that are the same differ in nothing, with anything that JSON drops', () => {
  const same = { ...appliance, instanceRole: undefined };
  expect(compared([same])).toEqual({ deployed: true, differences: [], onlyDeployed: [] });
});

test('differ by the path of a setting, a list as a whole, and an absent one as absent', () => {
  const { probe, vpnCidrs: _, ...rest } = appliance;
  const deployed = { ...rest, probe: { ...probe, port: 1 }, instanceTypes: ['t3.nano'], once: true };
  expect(compared([deployed]).differences).toEqual([
    { setting: 'vpnCidrs', deployed: undefined, file: JSON.stringify(appliance.vpnCidrs) },
    { setting: 'instanceTypes', deployed: '["t3.nano"]', file: JSON.stringify(appliance.instanceTypes) },
    { setting: 'probe.port', deployed: '1', file: String(probe.port) },
    { setting: 'once', deployed: 'true', file: undefined },
  ]);
});

test('that do not know each other are named on both sides', () => {
  expect(compared([anAppliance({ name: 'vpn' })])).toEqual({
    deployed: false,
    differences: [],
    onlyDeployed: ['vpn'],
  });
});
