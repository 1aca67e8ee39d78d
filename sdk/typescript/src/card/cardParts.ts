import { z } from 'zod';
import type { CardIssueCode } from './cardIssueTable.ts';

/**
 * The parts that the schemas of all versions share. Every message of these schemas is a code of the table of issues; all
 * of them are errors. Warnings can't be told by a schema and are found elsewhere.
 */

/** Names a code where zod wants a message, so that a misspelt code doesn't compile. */
export const code = (name: CardIssueCode): CardIssueCode => name;

/** One code for an absent value, another for one of a wrong kind. */
const orMissing = (wrong: CardIssueCode) => ({
  error: ({ input }: { readonly input: unknown }): string => (input === undefined ? code('field-missing') : wrong),
});

const string = z.string(orMissing('field-not-string'));

/** A string that says something. */
export const text = string.refine((value) => value.trim() !== '', { error: code('field-empty') });

export const optionalString = string.optional();

export const flag = z.boolean({ error: code('flag-not-boolean') }).optional();

export const list = <T extends z.ZodType>(of: T): z.ZodArray<T> => z.array(of, orMissing('field-not-list'));

export const strings = list(string);

/** An object with at least these fields. */
export const object = <T extends z.ZodRawShape>(shape: T): z.ZodObject<T, z.core.$loose> =>
  z.looseObject(shape, orMissing('field-not-object'));

/** An object whose keys are names. */
export const map = <T extends z.ZodType>(of: T): z.ZodRecord<z.ZodString, T> =>
  z.record(z.string(), of, orMissing('field-not-object'));

export const anyObject = object({});

const CONNECTABLE: readonly string[] = ['https:', 'http:', 'wss:', 'ws:', 'grpcs:', 'grpc:'];

function isConnectable(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, host } = new URL(value);
  return CONNECTABLE.includes(protocol) && host !== '';
}

/** Where an agent is reached. */
export const endpoint = text.refine(isConnectable, { error: code('url-malformed') });

const extension = object({
  uri: text,
  description: optionalString,
  required: flag,
  params: anyObject.optional(),
});

/** The fields that every version of a card has. */
export const commonFields = {
  name: text,
  description: text,
  version: text,
  capabilities: object({
    streaming: flag,
    pushNotifications: flag,
    stateTransitionHistory: flag,
    extendedAgentCard: flag,
    extensions: list(extension).optional(),
  }),
  defaultInputModes: strings,
  defaultOutputModes: strings,
  skills: list(
    object({
      id: text,
      name: text,
      description: text,
      tags: strings,
      examples: strings.optional(),
      inputModes: strings.optional(),
      outputModes: strings.optional(),
    }),
  ),
  provider: object({ organization: text, url: text }).optional(),
  documentationUrl: optionalString,
  iconUrl: optionalString,
  signatures: list(object({ protected: text, signature: text, header: anyObject.optional() })).optional(),
} as const;
