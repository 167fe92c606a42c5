/** The tags that a user adds to what a takeover and a rotation make: what AWS takes, and none that AWS or this project writes. */
import { z } from 'zod';
import { CARRIED_TAGS_MAX } from '../domain/own-tags.ts';

const KEY_CHARACTERS_MAX = 128;
const VALUE_CHARACTERS_MAX = 256;

/** Of every service, which is less than EC2 alone takes. https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
const TAKEN = /^[\p{L}\p{N}\p{M} +\-=._:/@]*$/u;
const CHARACTERS = 'use letters, digits, spaces and + - = . _ : / @';

const lengthOf = (text: string): number => [...text].length;

function keyFault(key: string): string | undefined {
  const length = lengthOf(key);
  if (key.trim() === '') return `has an empty key; write a key of 1 to ${KEY_CHARACTERS_MAX} characters`;
  if (length > KEY_CHARACTERS_MAX) return `its key has ${length} characters; a key has at most ${KEY_CHARACTERS_MAX}`;
  if (/^aws:/i.test(key)) return 'its key begins with aws:, which AWS keeps for itself; write another key';
  if (/^failover:/i.test(key))
    return 'its key begins with failover:, which only this project writes; write another key';
  if (key === 'Name') return 'is the Name, which a replacement takes over from the live instance; remove it';
  return TAKEN.test(key) ? undefined : `its key holds a character that AWS does not take; ${CHARACTERS}`;
}

function valueFault(value: string): string | undefined {
  const length = lengthOf(value);
  if (length > VALUE_CHARACTERS_MAX) return `has ${length} characters; a value has at most ${VALUE_CHARACTERS_MAX}`;
  return TAKEN.test(value) ? undefined : `holds a character that AWS does not take; ${CHARACTERS}`;
}

export const tags = z.record(z.string(), z.string()).superRefine((written, context) => {
  const entries = Object.entries(written);
  for (const [key, value] of entries) {
    const message = keyFault(key) ?? valueFault(value);
    if (message !== undefined) context.addIssue({ code: 'custom', path: [key], message });
  }
  if (entries.length > CARRIED_TAGS_MAX) {
    const message = `has ${entries.length} tags; a resource has at most 50 with those of this project, so write at most ${CARRIED_TAGS_MAX}`;
    context.addIssue({ code: 'custom', message });
  }
});
