import { z } from 'zod';
import { NEWER_TYPE, REGISTRATION_TYPE } from './constants.ts';
import type { RegistrationIssueCode } from './issueTable.ts';
import { parseAgentRegistry } from './parseAgentRegistry.ts';

/**
 * The shape of a registration file. Every message of these schemas is a code of the table of issues; all of them are
 * errors. Warnings can't be told by a schema and are found elsewhere.
 */

/** Names a code where zod wants a message, so that a misspelt code doesn't compile. */
const code = (name: RegistrationIssueCode): RegistrationIssueCode => name;

interface Raw {
  readonly input: unknown;
}

/** One code for an absent value, another for one of a wrong kind. */
const missingOr = (missing: RegistrationIssueCode, wrong: RegistrationIssueCode) => ({
  error: ({ input }: Raw): string => (input === undefined ? missing : wrong),
});

const text = z
  .string(missingOr('field-missing', 'field-not-string'))
  .refine((value) => value.trim() !== '', { error: code('field-empty') });

const strings = z.array(z.string({ error: code('service-field-not-strings') }), {
  error: code('service-field-not-strings'),
});

const flag = z.boolean({ error: code('flag-not-boolean') });

/** The shape that some files use instead of name and endpoint; told as one finding instead of two missing fields. */
function isTypeUrlService(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return !('name' in value) && !('endpoint' in value) && ('type' in value || 'url' in value);
}

const serviceSchema = z
  .unknown()
  .refine((value) => !isTypeUrlService(value), { error: code('service-type-url'), abort: true })
  .pipe(
    z.looseObject(
      {
        name: text,
        endpoint: text,
        version: z.string({ error: code('field-not-string') }).optional(),
        skills: strings.optional(),
        domains: strings.optional(),
      },
      { error: code('service-not-object') },
    ),
  );

function agentIdFault(value: unknown): RegistrationIssueCode | undefined {
  if (value === undefined) return 'agent-id-missing';
  if (typeof value === 'string' && value !== '') return undefined; // allowed or not: the registry decides, see below
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return 'agent-id-not-integer';
  return Number.isSafeInteger(value) ? undefined : 'agent-id-unsafe';
}

/** Ids are numbers on EVM chains, and wherever the registry can't be told; elsewhere they may be strings. */
function mayHaveStringId(agentRegistry: unknown): boolean {
  const parts = typeof agentRegistry === 'string' ? parseAgentRegistry(agentRegistry) : undefined;
  return parts !== undefined && parts.namespace !== 'eip155';
}

const registrationSchema = z
  .looseObject(
    {
      agentId: z.custom<number | string>((value) => agentIdFault(value) === undefined, {
        error: ({ input }: Raw): string => agentIdFault(input) ?? code('agent-id-not-integer'),
      }),
      agentRegistry: z
        .string(missingOr('agent-registry-missing', 'agent-registry-malformed'))
        .refine((value) => parseAgentRegistry(value) !== undefined, { error: code('agent-registry-malformed') }),
    },
    { error: code('registration-not-object') },
  )
  .refine(({ agentId, agentRegistry }) => typeof agentId !== 'string' || mayHaveStringId(agentRegistry), {
    error: code('agent-id-not-integer'),
    path: ['agentId'],
    // Also beside a faulty registry: whoever corrects a file wants to hear of both at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });

/** The list of registrations, the same in a registration file and in a domain proof. */
export const registrationsSchema = z.array(registrationSchema, { error: code('registrations-not-array') });

/** A whole registration file. */
export const registrationFileSchema = z.looseObject(
  {
    type: z.literal(REGISTRATION_TYPE, {
      error: ({ input }: Raw): string => {
        if (input === undefined) return code('type-missing');
        if (typeof input === 'string' && NEWER_TYPE.test(input)) return code('type-newer');
        return code(Array.isArray(input) ? 'type-array' : 'type-unknown');
      },
    }),
    name: text,
    description: text,
    image: text,
    services: z.array(serviceSchema, missingOr('services-missing', 'services-not-array')),
    x402Support: flag.optional(),
    active: flag.optional(),
    registrations: registrationsSchema.default([]),
    supportedTrust: z
      .array(z.string({ error: code('trust-not-string') }), { error: code('trust-not-array') })
      .optional(),
  },
  { error: code('not-an-object') },
);
