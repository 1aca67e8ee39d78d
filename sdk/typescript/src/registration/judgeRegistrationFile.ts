import { judgeIssues } from '../json/judgeIssues.ts';
import { concludeRegistration } from './concludeRegistration.ts';
import { findRegistration } from './findRegistration.ts';
import { hashContent } from './hashContent.ts';
import { REGISTRATION_ISSUES } from './issueTable.ts';
import type { RegistrationIssueCode } from './issueTable.ts';
import { parseRegistrationFile } from './parseRegistrationFile.ts';
import type { AgentReference, RegistrationVerification } from './types.ts';

/**
 * Judges the bytes of a file that should name an agent.
 *
 * @param bytes The exact file.
 * @param agent Whom it should name.
 * @param mayBeProof Whether a file that only lists registrations will do.
 */
export function judgeRegistrationFile(
  bytes: Uint8Array,
  agent: AgentReference,
  mayBeProof: boolean,
): RegistrationVerification {
  const result = parseRegistrationFile(bytes);
  const { issues } = result;
  const facts = { bytes, contentHash: hashContent(bytes), result, issues };
  if (result.kind === 'invalid') {
    const isUnknown = judgeIssues<RegistrationIssueCode>(REGISTRATION_ISSUES, issues) === 'unknown';
    return concludeRegistration(isUnknown ? 'file-unknown' : 'file-invalid', facts, issues[0]?.message);
  }
  if (result.kind === 'domain-proof' && !mayBeProof) return concludeRegistration('file-is-domain-proof', facts);
  const registrations = result.kind === 'domain-proof' ? result.registrations : result.file.registrations;
  if (!findRegistration(registrations, agent)) {
    const { chainId, registry, agentId } = agent;
    return concludeRegistration('agent-not-listed', facts, `${agentId} of eip155:${chainId}:${registry}`);
  }
  return concludeRegistration('ok', facts);
}
