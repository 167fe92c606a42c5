/** Where a Region's services are, as the SDK's own endpoint rules say. */
import { EC2Client } from '@aws-sdk/client-ec2';

/** The host of EC2's endpoint. Asks no network: the rules are part of the SDK. */
export function ec2HostOf(region: string): string {
  const { config } = new EC2Client({ region });
  const { url } = config.endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false });
  return url.hostname;
}
