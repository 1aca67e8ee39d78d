import type { MessageShape } from './omitDefaults.ts';

const requirement: MessageShape = { plain: ['schemes'], map: { schemes: { plain: ['list'] } } };

const described: MessageShape = { plain: ['description'] };

const flow: MessageShape = { plain: ['refreshUrl'] };

const scheme: MessageShape = {
  one: {
    apiKeySecurityScheme: described,
    httpAuthSecurityScheme: { plain: ['description', 'bearerFormat'] },
    oauth2SecurityScheme: {
      plain: ['description', 'oauth2MetadataUrl'],
      one: {
        flows: {
          one: {
            authorizationCode: { plain: ['refreshUrl', 'pkceRequired'] },
            clientCredentials: flow,
            deviceCode: flow,
            implicit: { plain: ['authorizationUrl', 'refreshUrl', 'scopes'] },
            password: { plain: ['tokenUrl', 'refreshUrl', 'scopes'] },
          },
        },
      },
    },
    openIdConnectSecurityScheme: described,
    mtlsSecurityScheme: described,
  },
};

/** The message AgentCard of A2A 1.0 (specification/a2a.proto), as far as defaults are left out of it. */
export const CARD_SHAPE: MessageShape = {
  plain: ['securitySchemes', 'securityRequirements'],
  one: {
    capabilities: {
      plain: ['extensions'],
      list: { extensions: { plain: ['uri', 'description', 'required'] } },
    },
  },
  list: {
    supportedInterfaces: { plain: ['tenant'] },
    securityRequirements: requirement,
    skills: {
      plain: ['examples', 'inputModes', 'outputModes', 'securityRequirements'],
      list: { securityRequirements: requirement },
    },
  },
  map: { securitySchemes: scheme },
};
