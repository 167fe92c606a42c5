/** Reading the file itself. */
import { describe, expect, test } from '@jest/globals';
import { ConfigurationError, loadConfiguration } from '../../shared/config.ts';

describe('the configuration file', () => {
  test('in the repository is valid and protects the appliance of the recipe', () => {
    const { region, appliances } = loadConfiguration('appliances.yml');
    expect(region).toBe('ap-northeast-1');
    expect(appliances.map(({ name, floatingIp }) => `${name} at ${floatingIp}`)).toEqual(['sophos at 203.0.113.10']);
  });

  test('that is missing is named, with what to do', () => {
    expect(() => loadConfiguration('nowhere.yml')).toThrow(ConfigurationError);
    expect(() => loadConfiguration('nowhere.yml')).toThrow('nowhere.yml: there is no such file');
  });

  test('that is a folder is reported as unreadable', () => {
    expect(() => loadConfiguration('docs')).toThrow('docs: cannot be read (EISDIR)');
  });
});
