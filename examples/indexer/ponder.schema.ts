export * from './schema/agents.ts';
export * from './schema/columns.ts';
export * from './schema/relations.ts';
export * from './schema/reputation.ts';
export * from './schema/teeKeys.ts';
export * from './schema/validation.ts';
