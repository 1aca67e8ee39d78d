import type { z } from 'zod';
import { code, commonFields, endpoint, flag, list, map, object, optionalString, strings, text } from './cardParts.ts';
import { parseProtocolVersion } from './parseProtocolVersion.ts';

const protocolVersion = text.refine((value) => parseProtocolVersion(value) !== 'malformed', {
  error: code('version-malformed'),
});

/** The kinds of OpenAPI with the fields that each must have. Kinds that aren't known pass. */
const oldScheme = object({ type: text }).check(({ value, issues }) => {
  const required: Readonly<Record<string, readonly string[]>> = {
    apiKey: ['name', 'in'],
    http: ['scheme'],
    oauth2: ['flows'],
    openIdConnect: ['openIdConnectUrl'],
  };
  const fields = Object.hasOwn(required, value.type) ? (required[value.type] ?? []) : [];
  for (const field of fields) {
    if (value[field] === undefined)
      issues.push({ code: 'custom', message: code('field-missing'), input: value, path: [field] });
  }
});

/** A2A 0.2 and 0.3: the same shape. A version of 0.2 may be missing. */
export const oldCardSchema = object({
  ...commonFields,
  protocolVersion: protocolVersion.optional(),
  url: endpoint,
  preferredTransport: optionalString,
  additionalInterfaces: list(object({ url: endpoint, transport: text })).optional(),
  securitySchemes: map(oldScheme).optional(),
  security: list(map(strings)).optional(),
  supportsAuthenticatedExtendedCard: flag,
});

const description = { description: optionalString };

/** A2A 1.0: one member says the kind. Schemes of the old form and of other kinds pass, with a warning elsewhere. */
const scheme = object({
  apiKeySecurityScheme: object({ ...description, location: text, name: text }).optional(),
  httpAuthSecurityScheme: object({ ...description, scheme: text, bearerFormat: optionalString }).optional(),
  oauth2SecurityScheme: object({ ...description, flows: object({}), oauth2MetadataUrl: optionalString }).optional(),
  openIdConnectSecurityScheme: object({ ...description, openIdConnectUrl: text }).optional(),
  mtlsSecurityScheme: object(description).optional(),
});

/** A2A 1.0. An interface without version is let pass where the card states one for all. */
export const cardSchema = object({
  ...commonFields,
  protocolVersion: protocolVersion.optional(),
  supportedInterfaces: list(
    object({
      url: endpoint,
      protocolBinding: text,
      protocolVersion: protocolVersion.optional(),
      tenant: optionalString,
    }),
  ).refine((value) => value.length > 0, { error: code('interfaces-empty') }),
  securitySchemes: map(scheme).optional(),
  securityRequirements: list(object({ schemes: map(object({ list: strings.optional() })).optional() })).optional(),
}).check(({ value, issues }) => {
  if (value.protocolVersion !== undefined) return;
  value.supportedInterfaces.forEach((one, index) => {
    if (one.protocolVersion !== undefined) return;
    const path = ['supportedInterfaces', index, 'protocolVersion'];
    issues.push({ code: 'custom', message: code('field-missing'), input: one, path });
  });
});

export type OldCard = z.infer<typeof oldCardSchema>;
export type Card = z.infer<typeof cardSchema>;
