/**
 * The hosts that distinguish a failed appliance from a prober that is cut off. Several, because the one address that DNS
 * gives for a Regional endpoint may lie in the zone that is lost (docs/decisions/0039-several-references.md).
 */

export type Reference = { host: string; port: number };

/** Of the user's own list; each one is asked in every second look at an appliance that does not answer. */
export const REFERENCES_MAX = 5;

const PORT = 443;

/** From `host` or `host:port`; whether that makes sense was checked with the configuration. */
export function readReference(text: string): Reference {
  const [host = '', port] = text.split(':');
  return { host: host.toLowerCase(), port: port === undefined ? PORT : Number(port) };
}

/** As `appliances.yml` has it. */
export const referenceName = ({ host, port }: Reference): string => (port === PORT ? host : `${host}:${port}`);

type Choice = {
  /** `references` of the configuration. */
  own: readonly string[] | undefined;
  /** The Region's endpoints. */
  regional: readonly string[];
  /** Of an AWS-compatible service that takes the place of the Region's. */
  endpointUrl: string | undefined;
};

/** The user's own ones, or else the endpoints that stand for the Region. */
export function referencesOf({ own, regional, endpointUrl }: Choice): Reference[] {
  if (own !== undefined) return own.map(readReference);
  if (!endpointUrl) return regional.map(readReference);
  const { hostname, port, protocol } = new URL(endpointUrl);
  return [{ host: hostname, port: Number(port || (protocol === 'http:' ? 80 : PORT)) }];
}
