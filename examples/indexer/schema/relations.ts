// Which rows lead to which others in a GraphQL query.
import { relations } from 'ponder';
import * as agents from './agents.ts';
import * as reputation from './reputation.ts';
import * as teeKeys from './teeKeys.ts';
import * as validation from './validation.ts';

const { agent } = agents;
const { feedback, feedbackResponse, agentClient } = reputation;
const { validationRequest, validationAnswer, stakedRound, stakedVerdict } = validation;
const { teeProposal, teeBallot, teeKey } = teeKeys;

export const agentRelations = relations(agent, ({ many }) => ({
  keys: many(agents.agentKey),
  metadata: many(agents.agentMetadata),
  owners: many(agents.agentTransfer),
  epochs: many(agents.agentEpoch),
  clients: many(agentClient),
  feedback: many(feedback),
  validations: many(validationRequest),
}));

export const agentKeyRelations = relations(agents.agentKey, ({ one }) => ({
  agent: one(agent, {
    fields: [agents.agentKey.chainId, agents.agentKey.agentId],
    references: [agent.chainId, agent.agentId],
  }),
}));

export const agentMetadataRelations = relations(agents.agentMetadata, ({ one }) => ({
  agent: one(agent, {
    fields: [agents.agentMetadata.chainId, agents.agentMetadata.agentId],
    references: [agent.chainId, agent.agentId],
  }),
}));

export const agentTransferRelations = relations(agents.agentTransfer, ({ one }) => ({
  agent: one(agent, {
    fields: [agents.agentTransfer.chainId, agents.agentTransfer.agentId],
    references: [agent.chainId, agent.agentId],
  }),
}));

export const agentEpochRelations = relations(agents.agentEpoch, ({ one }) => ({
  agent: one(agent, {
    fields: [agents.agentEpoch.chainId, agents.agentEpoch.agentId],
    references: [agent.chainId, agent.agentId],
  }),
}));

export const agentClientRelations = relations(agentClient, ({ one }) => ({
  agent: one(agent, {
    fields: [agentClient.chainId, agentClient.agentId],
    references: [agent.chainId, agent.agentId],
  }),
}));

export const feedbackRelations = relations(feedback, ({ one, many }) => ({
  agent: one(agent, { fields: [feedback.chainId, feedback.agentId], references: [agent.chainId, agent.agentId] }),
  answers: many(feedbackResponse),
}));

export const feedbackResponseRelations = relations(feedbackResponse, ({ one }) => ({
  feedback: one(feedback, {
    fields: [
      feedbackResponse.chainId,
      feedbackResponse.agentId,
      feedbackResponse.client,
      feedbackResponse.feedbackIndex,
    ],
    references: [feedback.chainId, feedback.agentId, feedback.client, feedback.feedbackIndex],
  }),
}));

export const validationRequestRelations = relations(validationRequest, ({ one, many }) => ({
  agent: one(agent, {
    fields: [validationRequest.chainId, validationRequest.agentId],
    references: [agent.chainId, agent.agentId],
  }),
  history: many(validationAnswer),
  rounds: many(stakedRound),
}));

export const validationAnswerRelations = relations(validationAnswer, ({ one }) => ({
  request: one(validationRequest, {
    fields: [validationAnswer.chainId, validationAnswer.requestHash],
    references: [validationRequest.chainId, validationRequest.requestHash],
  }),
}));

export const stakedRoundRelations = relations(stakedRound, ({ one, many }) => ({
  request: one(validationRequest, {
    fields: [stakedRound.chainId, stakedRound.requestHash],
    references: [validationRequest.chainId, validationRequest.requestHash],
  }),
  verdicts: many(stakedVerdict),
}));

export const stakedVerdictRelations = relations(stakedVerdict, ({ one }) => ({
  inRound: one(stakedRound, {
    fields: [stakedVerdict.chainId, stakedVerdict.requestHash, stakedVerdict.round],
    references: [stakedRound.chainId, stakedRound.requestHash, stakedRound.round],
  }),
}));

export const teeKeyRelations = relations(teeKey, ({ many }) => ({ proposals: many(teeProposal) }));

export const teeProposalRelations = relations(teeProposal, ({ one, many }) => ({
  key: one(teeKey, { fields: [teeProposal.chainId, teeProposal.keyId], references: [teeKey.chainId, teeKey.keyId] }),
  ballots: many(teeBallot),
}));

export const teeBallotRelations = relations(teeBallot, ({ one }) => ({
  proposal: one(teeProposal, {
    fields: [teeBallot.chainId, teeBallot.proposalId],
    references: [teeProposal.chainId, teeProposal.proposalId],
  }),
}));
