/** Where a Region's services are, as the SDK's own endpoint rules say. */
import { EC2Client } from '@aws-sdk/client-ec2';

/** Every Region has these, and each one resolves without further configuration. */
const SERVICES = ['ec2', 'sts', 'dynamodb'];

/**
 * The hosts that are asked to distinguish a failed appliance from a lost network. Asks no network: the rules are part of
 * the SDK. The three services share the Region's domain: their endpoints differ only in the first label.
 */
export function referenceHostsOf(region: string): string[] {
  const { config } = new EC2Client({ region });
  const { url } = config.endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false });
  const [, ...domain] = url.hostname.split('.');
  return SERVICES.map((service) => [service, ...domain].join('.'));
}
