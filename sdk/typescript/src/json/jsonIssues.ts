import type { IssueText } from './types.ts';

/** The findings about a text before its content is looked at; part of every table of issues. */
export const JSON_ISSUES = {
  'text-too-large': {
    level: 'error',
    unknown: true,
    problem: 'is larger than accepted',
    wayOut: 'shorten it; large images belong behind a link',
  },
  'text-not-utf8': {
    level: 'error',
    problem: 'is not UTF-8 text',
    wayOut: 'save it as UTF-8',
  },
  'text-bom': {
    level: 'error',
    problem: 'begins with a byte order mark, which JSON does not allow',
    wayOut: 'save it as UTF-8 without BOM',
  },
  'json-syntax': {
    level: 'error',
    problem: 'is not JSON',
    wayOut: 'correct the place named',
  },
  'json-duplicate-key': {
    level: 'error',
    problem: 'occurs more than once in its object, so that readers may disagree about its value',
    wayOut: 'keep one',
  },
  'json-too-deep': {
    level: 'error',
    unknown: true,
    problem: 'is nested deeper than accepted',
    wayOut: 'flatten it',
  },
  'json-too-many-values': {
    level: 'error',
    unknown: true,
    problem: 'holds more values than accepted',
    wayOut: 'shorten its lists',
  },
  'json-key-too-long': {
    level: 'error',
    unknown: true,
    problem: 'has a key that is longer than accepted',
    wayOut: 'shorten it',
  },
} as const satisfies Record<string, IssueText>;
