/** The references: hosts that distinguish a failed appliance from a prober that is cut off. */
import { describe, expect, test } from '@jest/globals';
import { readReference, referenceName, referencesOf } from '../../../../shared/domain/probing/references.ts';

const REGIONAL = ['ec2.ap-northeast-1.amazonaws.com', 'sts.ap-northeast-1.amazonaws.com'];

describe('a reference', () => {
  test.each([
    { text: 'www.example.com', host: 'www.example.com', port: 443 },
    { text: 'WWW.example.com:53', host: 'www.example.com', port: 53 },
    { text: '198.51.100.7', host: '198.51.100.7', port: 443 },
  ])('is asked as $host:$port when the file says $text', ({ text, host, port }) => {
    expect(readReference(text)).toEqual({ host, port });
  });

  test.each(['www.example.com', '198.51.100.7:53'])('is named as the file writes it: %s', (text) => {
    expect(referenceName(readReference(text))).toBe(text);
  });
});

describe('the references', () => {
  test('are the endpoints of the Region where the file names none', () => {
    const found = referencesOf({ own: undefined, regional: REGIONAL, endpointUrl: undefined });
    expect(found).toEqual(REGIONAL.map((host) => ({ host, port: 443 })));
  });

  test('are the list of the file where it has one, also where the Region is replaced', () => {
    const found = referencesOf({
      own: ['www.example.com'],
      regional: REGIONAL,
      endpointUrl: 'http://localhost:4566',
    });
    expect(found).toEqual([{ host: 'www.example.com', port: 443 }]);
  });

  test.each([
    { endpointUrl: 'http://localhost:4566', host: 'localhost', port: 4566 },
    { endpointUrl: 'http://localhost', host: 'localhost', port: 80 },
    { endpointUrl: 'https://aws.example.com', host: 'aws.example.com', port: 443 },
  ])('are the one service that takes the place of the Region: $endpointUrl', ({ endpointUrl, host, port }) => {
    expect(referencesOf({ own: undefined, regional: REGIONAL, endpointUrl })).toEqual([{ host, port }]);
  });
});
