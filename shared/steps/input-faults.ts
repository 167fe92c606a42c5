/** What is wrong with an input, in words: `zod/mini` keeps its bundles small by carrying none. */
import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;

function sentenceOf(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown ${issue.keys.length > 1 ? 'keys' : 'key'} ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_type':
      return issue.input === undefined ? `is missing (${issue.expected})` : `must be ${issue.expected}`;
    default:
      return issue.message;
  }
}

/** Every fault with its path, in one line. Parse with `reportInput`: else nothing tells what is wrong from what is missing. */
export const faultsIn = (error: z.core.$ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${sentenceOf(issue)}`).join('; ');
