// The views that no row answers, each with its reason.

const FIXED = 'fixed by the code or the constructor';
const PURE = 'computed from the arguments';
const CHECKS = 'checks a signature or an outside contract';
const FAILS = 'always fails';

/** By contract and view. */
export const VIEWS_WITHOUT_ROWS: Readonly<Record<string, string>> = {
  'Sage.eip712Domain': FIXED,
  'Sage.getIdentityRegistry': FIXED,
  'Sage.getParameters': FIXED,
  'Sage.supportsInterface': FIXED,
  'Sage.bindingCommitment': PURE,
  'Sage.registrationCommitment': PURE,
  'Sage.didFor': PURE,
  'Sage.keyIdOf': PURE,
  'Sage.keyProofDigest': PURE,
  'Sage.onERC721Received': CHECKS,
  'Sage.verifySignature': CHECKS,
  'Sage.renounceOwnership': FAILS,
  'Reputation.eip712Domain': FIXED,
  'Reputation.getValidationPolicy': FIXED,
  'Reputation.feedbackDigest': PURE,
  'Reputation.taskFeedbackDigest': PURE,
  'Reputation.revocationDigest': PURE,
  'Reputation.taskCommitment': PURE,
  'Staked.eip712Domain': FIXED,
  'Staked.getIdentityRegistry': FIXED,
  'Staked.getTEEKeyRegistry': FIXED,
  'Staked.getValidationRegistry': FIXED,
  'Staked.supportsInterface': FIXED,
  'Staked.teeVerdictDigest': PURE,
  'Staked.verdictCommitment': PURE,
  'Staked.renounceOwnership': FAILS,
  'TeeKeys.supportsInterface': FIXED,
  'TeeKeys.keyIdOf': PURE,
  'TeeKeys.renounceOwnership': FAILS,
  'Policy.getIdentityRegistry': FIXED,
  'Policy.getValidationRegistry': FIXED,
  'Policy.taskRequestHash': PURE,
  'Policy.judge':
    'answers the calling reputation registry, from the validation registry and the policy, whose views are asked',
};
