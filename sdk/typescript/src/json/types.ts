import type { JSON_ISSUES } from './jsonIssues.ts';

/** An `error` makes a file unusable; a `warning` says what a reader had to assume or can't judge. */
export type IssueLevel = 'error' | 'warning';

/** What a table of issues says about one code. */
export interface IssueText {
  readonly level: IssueLevel;
  /** Whether the file can't be judged because of it, rather than being wrong. */
  readonly unknown?: true;
  /** Continues a sentence that begins with the field. */
  readonly problem: string;
  readonly wayOut: string;
}

/** One finding about a file. */
export interface Issue<Code extends string = string> {
  /** Stable, for programs. */
  readonly code: Code;
  readonly level: IssueLevel;
  /** RFC 6901 JSON pointer to the place; empty for the whole file. A missing field is pointed at where it belongs. */
  readonly pointer: string;
  /** For people: the field, what is wrong, the value found, the way out. */
  readonly message: string;
}

/** What can be wrong with a JSON text before its content is looked at. */
export type JsonFaultCode = keyof typeof JSON_ISSUES;

/** Where and why a text is no acceptable JSON. */
export interface JsonFault {
  readonly code: JsonFaultCode;
  readonly path: readonly (string | number)[];
  readonly detail?: string | undefined;
}

export interface ParseOptions {
  /** Largest accepted file in bytes; {@link DEFAULT_MAX_BYTES} when absent. */
  readonly maxBytes?: number;
}

/** `valid`: to be used. `invalid`: something is wrong. `unknown`: it can't be judged, and must not be used either. */
export type FileVerdict = 'valid' | 'invalid' | 'unknown';

/** The verdict about a file in one shape for all kinds of files. */
export interface FileCheck<Code extends string = string> {
  readonly verdict: FileVerdict;
  /** The version of its format; undefined where none could be told. */
  readonly version: string | undefined;
  readonly issues: readonly Issue<Code>[];
}
