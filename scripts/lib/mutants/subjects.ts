/** A contract that is deployed, the sources that make it up, and the tests that hold it. */
export interface Subject {
  contract: string;
  /** Each source of contracts/ with code belongs to one subject, that which uses it most. */
  files: readonly string[];
  /** Below test/foundry: files or folders. */
  tests: readonly string[];
}

const bases = (...names: string[]): string[] => names.map((name) => `contracts/base/${name}.sol`);
const libraries = (...names: string[]): string[] => names.map((name) => `contracts/libraries/${name}.sol`);

function subject(contract: string, tests: readonly string[], ...parts: string[][]): Subject {
  return {
    contract,
    files: [`contracts/${contract}.sol`, ...parts.flat()],
    tests: tests.map((test) => `test/foundry/${test}`),
  };
}

export const SUBJECTS: readonly Subject[] = [
  subject('P256Verifier', ['sage/p256.t.sol']),
  subject('RegistrationRateHook', ['sage/RegistrationRateHook.t.sol']),
  subject('TaskValidationPolicy', ['reputation/TaskValidationPolicy.t.sol', 'reputation/TaskValidation.t.sol']),
  subject('SageTimelock', ['timelock']),
  subject('SimpleMultiSig', ['multisig'], bases('OwnerSet'), libraries('Pages')),
  subject('ERC8004IdentityRegistry', ['identity'], bases('ERC721Packed'), libraries('AgentURI')),
  subject(
    'ERC8004ValidationRegistry',
    ['validation', 'tags'],
    bases('IdentityClient', 'TagTable'),
    libraries('ValidationPacking', 'WellKnownTags'),
  ),
  subject('TEEKeyRegistry', ['teekeys'], bases('VoteWeights')),
  subject(
    'StakedValidation',
    ['staked'],
    bases('StakeBook', 'StakeRules', 'TeeAnswers', 'VerdictLedger', 'VerdictSettlement'),
    libraries('VerdictMath', 'VerdictWords'),
  ),
  subject(
    'ERC8004ReputationRegistryV2',
    ['reputation'],
    bases('FeedbackLedger', 'ReputationViews', 'SignedFeedback', 'TaskLedger', 'TrustLedger', 'TrustViews'),
    libraries('FeedbackHead', 'FeedbackLists', 'FeedbackMath', 'FeedbackRecord', 'Signatures', 'TrustPacking'),
  ),
  subject(
    'SageRegistryV3',
    ['sage'],
    bases('KeyLedger', 'KeyProofs', 'RegistrationGate'),
    libraries('BoundedCall', 'Curves', 'DidSyntax', 'KeyRecords', 'KeySignatures', 'PublicKeys'),
  ),
];
