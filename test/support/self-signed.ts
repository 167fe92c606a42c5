/** A certificate as appliances carry it, signed only by its own key, and made anew so that no key is stored. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** ASN.1 in DER: a tag, a length, and what is in it. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...contents: Buffer[]): Buffer => der(0x30, ...contents);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const whole = (value: number): Buffer => der(0x02, Buffer.from([value]));
const time = (text: string): Buffer => der(0x17, Buffer.from(text));
const bits = (content: Buffer): Buffer => der(0x03, Buffer.from([0]), content);

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const NAME = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('appliance')))));
/** Long over: an appliance's certificate often is. */
const VALIDITY = sequence(time('200101000000Z'), time('210101000000Z'));

function certificateOf(publicKey: KeyObject, privateKey: KeyObject): Buffer {
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const version3 = der(0xa0, whole(2));
  const body = sequence(version3, whole(1), ECDSA_WITH_SHA256, NAME, VALIDITY, NAME, key);
  return sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, privateKey)));
}

export function selfSigned(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const lines = certificateOf(publicKey, privateKey)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
