/** `references`: hosts on the internet that answer when the functions reach anything at all. */
import { z } from 'zod';
import { REFERENCES_MAX } from '../domain/probing/references.ts';
import { checked, isHost, listOf, quoted } from './fields.ts';
import { isIpv4 } from './ipv4.ts';

/** Reached without any network, or by no function outside a VPC: 0/8, 10/8, 100.64/10, 127/8, 169.254/16, 172.16/12, 192.168/16. */
const NOT_PUBLIC = /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;

const isInside = (host: string): boolean =>
  isIpv4(host) ? NOT_PUBLIC.test(host) : !host.includes('.') || /\.(localhost|local|internal)$/i.test(host);

const isPort = (text: string): boolean => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535;

const reference = checked((value) => {
  const [host = '', port, ...rest] = value.split(':');
  if (!isHost(host) || rest.length > 0 || (port !== undefined && !isPort(port)))
    return `${quoted(value)} is not a host; write a name such as www.example.com or an IPv4 address, and :port where it is not 443`;
  if (isInside(host))
    return `${quoted(value)} is not on the internet; name a host that a function outside every VPC reaches`;
  return undefined;
});

const many = { error: `names more than ${REFERENCES_MAX} hosts; name 1 to ${REFERENCES_MAX}` };
const few = { error: `is an empty list; name 1 to ${REFERENCES_MAX} hosts, or remove it` };

export const references = z.union([reference, listOf(reference).min(1, few).max(REFERENCES_MAX, many)]);
