import { Interface, id, keccak256, toUtf8Bytes, type EventFragment, type FunctionFragment } from 'ethers';
import { must } from './must.ts';
import { codecOf, tupleCodec, type Codec, type Value } from './codec.ts';

/** The three registries under test. */
export type ContractName = 'identity' | 'reputation' | 'validation';

// Written out from the interfaces and the ERC, not read from the build: a changed signature is a difference too.

const ERC721_ABI = [
  'event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
  'event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId)',
  'event ApprovalForAll(address indexed owner, address indexed operator, bool approved)',
  'function balanceOf(address owner) view returns (uint256)',
  'function ownerOf(uint256 tokenId) view returns (address)',
  'function safeTransferFrom(address from, address to, uint256 tokenId, bytes data)',
  'function safeTransferFrom(address from, address to, uint256 tokenId)',
  'function transferFrom(address from, address to, uint256 tokenId)',
  'function approve(address to, uint256 tokenId)',
  'function setApprovalForAll(address operator, bool approved)',
  'function getApproved(uint256 tokenId) view returns (address)',
  'function isApprovedForAll(address owner, address operator) view returns (bool)',
];

const ERC721_METADATA_ABI = [
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function tokenURI(uint256 tokenId) view returns (string)',
];

const ERC721_ERRORS = [
  'error ERC721InvalidOwner(address owner)',
  'error ERC721NonexistentToken(uint256 tokenId)',
  'error ERC721IncorrectOwner(address sender, uint256 tokenId, address owner)',
  'error ERC721InvalidSender(address sender)',
  'error ERC721InvalidReceiver(address receiver)',
  'error ERC721InsufficientApproval(address operator, uint256 tokenId)',
  'error ERC721InvalidApprover(address approver)',
  'error ERC721InvalidOperator(address operator)',
];

const ERC165_ABI = ['function supportsInterface(bytes4 interfaceId) view returns (bool)'];

const ERC5267_ABI = [
  'function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)',
];

const IDENTITY_STANDARD_ABI = [
  'event Registered(uint256 indexed agentId, string agentURI, address indexed owner)',
  'event MetadataSet(uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue)',
  'event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy)',
  'function register() returns (uint256 agentId)',
  'function register(string agentURI) returns (uint256 agentId)',
  'function register(string agentURI, (string metadataKey, bytes metadataValue)[] metadata) returns (uint256 agentId)',
  'function setAgentURI(uint256 agentId, string newURI)',
  'function setMetadata(uint256 agentId, string metadataKey, bytes metadataValue)',
  'function getMetadata(uint256 agentId, string metadataKey) view returns (bytes)',
  'function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes signature)',
  'function unsetAgentWallet(uint256 agentId)',
  'function getAgentWallet(uint256 agentId) view returns (address)',
  'function isAuthorizedOrOwner(address spender, uint256 agentId) view returns (bool)',
];

const IDENTITY_EXTENSION_ABI = [
  'error IdentityNotAuthorized(uint256 agentId, address account)',
  'error IdentityReservedMetadataKey(string metadataKey)',
  'error IdentityURITooLong(uint256 length, uint256 maximum)',
  'error IdentityMetadataTooLong(uint256 length, uint256 maximum)',
  'error IdentityTooManyMetadataEntries(uint256 count, uint256 maximum)',
  'error IdentityBatchSize(uint256 count, uint256 maximum)',
  'error IdentityZeroWallet(uint256 agentId)',
  'error IdentityWalletDeadlineExpired(uint256 deadline, uint256 timestamp)',
  'error IdentityWalletDeadlineTooFar(uint256 deadline, uint256 latest)',
  'error IdentityWalletDeadlineNotLater(uint256 deadline, uint256 lastAccepted)',
  'error IdentityInvalidWalletSignature(uint256 agentId, address newWallet)',
  'function registerBatch(string[] agentURIs) returns (uint256 firstAgentId)',
  'function registerFor(address owner, string agentURI) returns (uint256 agentId)',
  'function ownershipOf(uint256 agentId) view returns (address owner, uint256 transfers)',
  'function transferredAt(uint256 agentId, uint256 transfer) view returns (uint256)',
  'function exists(uint256 agentId) view returns (bool)',
  'function agentCount() view returns (uint256)',
  'function contractURI() view returns (string)',
];

const IDENTITY_REST_ABI = [
  'event MetadataUpdate(uint256 _tokenId)',
  'function MAX_BATCH() view returns (uint256)',
  'function MAX_BATCH_URI_LENGTH() view returns (uint256)',
  'function MAX_METADATA_ENTRIES() view returns (uint256)',
  'function MAX_METADATA_LENGTH() view returns (uint256)',
  'function MAX_WALLET_DEADLINE_DELAY() view returns (uint256)',
];

const REPUTATION_STANDARD_ABI = [
  'event NewFeedback(uint256 indexed agentId, address indexed clientAddress, uint64 feedbackIndex, int128 value, uint8 valueDecimals, string indexed indexedTag1, string tag1, string tag2, string endpoint, string feedbackURI, bytes32 feedbackHash)',
  'event FeedbackRevoked(uint256 indexed agentId, address indexed clientAddress, uint64 indexed feedbackIndex)',
  'event ResponseAppended(uint256 indexed agentId, address indexed clientAddress, uint64 feedbackIndex, address indexed responder, string responseURI, bytes32 responseHash)',
  'function getIdentityRegistry() view returns (address)',
  'function giveFeedback(uint256 agentId, int128 value, uint8 valueDecimals, string tag1, string tag2, string endpoint, string feedbackURI, bytes32 feedbackHash)',
  'function revokeFeedback(uint256 agentId, uint64 feedbackIndex)',
  'function appendResponse(uint256 agentId, address clientAddress, uint64 feedbackIndex, string responseURI, bytes32 responseHash)',
  'function getSummary(uint256 agentId, address[] clientAddresses, string tag1, string tag2) view returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals)',
  'function readFeedback(uint256 agentId, address clientAddress, uint64 feedbackIndex) view returns (int128 value, uint8 valueDecimals, string tag1, string tag2, bool isRevoked)',
  'function readAllFeedback(uint256 agentId, address[] clientAddresses, string tag1, string tag2, bool includeRevoked) view returns (address[] clients, uint64[] feedbackIndexes, int128[] values, uint8[] valueDecimals, string[] tag1s, string[] tag2s, bool[] revokedStatuses)',
  'function getResponseCount(uint256 agentId, address clientAddress, uint64 feedbackIndex, address[] responders) view returns (uint64 count)',
  'function getClients(uint256 agentId) view returns (address[])',
  'function getLastIndex(uint256 agentId, address clientAddress) view returns (uint64)',
];

const REPUTATION_EXTENSION_ABI = [
  'error ReputationInvalidDecimals(uint8 valueDecimals)',
  'error ReputationValueOutOfRange(int128 value)',
  'error ReputationSelfFeedback(uint256 agentId, address client)',
  'error ReputationFeedbackNotFound(uint256 agentId, address client, uint64 feedbackIndex, uint64 lastIndex)',
  'error ReputationAlreadyRevoked(uint256 agentId, address client, uint64 feedbackIndex)',
  'error ReputationEmptyResponseURI(uint256 agentId, address client, uint64 feedbackIndex)',
  'error ReputationEmptyClientList(uint256 agentId)',
  'error ReputationBatchSize(uint256 count, uint256 maximum)',
  'error ReputationIndexOverflow(uint256 agentId, address client)',
  'function giveFeedbackBatch((uint256 agentId, int128 value, uint8 valueDecimals, string tag1, string tag2, string endpoint, string feedbackURI, bytes32 feedbackHash)[] inputs)',
  'function getClientCount(uint256 agentId) view returns (uint256)',
  'function getClientsPage(uint256 agentId, uint256 offset, uint256 limit) view returns (address[])',
  'function readFeedbackPage(uint256 agentId, address clientAddress, uint64 fromIndex, uint256 limit) view returns ((uint64 feedbackIndex, int128 value, uint8 valueDecimals, string tag1, string tag2, bool isRevoked, uint64 responseCount)[])',
  'function summarizePage(uint256 agentId, address clientAddress, uint64 fromIndex, uint256 limit, string tag1, string tag2) view returns ((uint64 count, int256 sumAt18Decimals, uint64[19] decimalsCount))',
];

const TAG_ABI = [
  'error TagTooLong(uint256 length, uint256 maximum)',
  'function MAX_TAG_LENGTH() view returns (uint256)',
];

const VALIDATION_STANDARD_ABI = [
  'event ValidationRequest(address indexed validatorAddress, uint256 indexed agentId, string requestURI, bytes32 indexed requestHash)',
  'event ValidationResponse(address indexed validatorAddress, uint256 indexed agentId, bytes32 indexed requestHash, uint8 response, string responseURI, bytes32 responseHash, string tag)',
  'function getIdentityRegistry() view returns (address)',
  'function validationRequest(address validatorAddress, uint256 agentId, string requestURI, bytes32 requestHash)',
  'function validationResponse(bytes32 requestHash, uint8 response, string responseURI, bytes32 responseHash, string tag)',
  'function getValidationStatus(bytes32 requestHash) view returns (address validatorAddress, uint256 agentId, uint8 response, bytes32 responseHash, string tag, uint256 lastUpdate)',
  'function getSummary(uint256 agentId, address[] validatorAddresses, string tag) view returns (uint64 count, uint8 avgResponse)',
  'function getAgentValidations(uint256 agentId) view returns (bytes32[])',
  'function getValidatorRequests(address validatorAddress) view returns (bytes32[])',
];

const VALIDATION_EXTENSION_ABI = [
  'error ValidationZeroValidator(bytes32 requestHash)',
  'error ValidationNotAuthorized(uint256 agentId, address account)',
  'error ValidationRequestExists(bytes32 requestHash, uint256 holderAgentId)',
  'error ValidationHashBoundToOtherAgent(bytes32 requestHash, uint256 boundAgentId, uint256 agentId)',
  'error ValidationAgentIdTooLarge(uint256 agentId, uint256 maximum)',
  'error ValidationUnknownRequest(bytes32 requestHash)',
  'error ValidationNotValidator(bytes32 requestHash, address validator, address account)',
  'error ValidationResponseOutOfRange(bytes32 requestHash, uint8 response)',
  'function boundRequestHash(uint256 agentId, address validatorAddress, bytes32 contentHash) view returns (bytes32 requestHash)',
  'function boundAgentOf(bytes32 requestHash) view returns (bool bound, uint256 agentId)',
  'function requestExists(bytes32 requestHash) view returns (bool)',
  'function isAnswered(bytes32 requestHash) view returns (bool)',
  'function isSelfValidation(bytes32 requestHash) view returns (bool atRequest, bool atPresent)',
  'function getIndependentSummary(uint256 agentId, address[] validatorAddresses, string tag) view returns (uint64 count, uint8 avgResponse)',
  'function summarizePage(uint256 agentId, uint256 offset, uint256 limit, address[] validatorAddresses, string tag, bool independentOnly) view returns (uint64 count, uint256 responseSum)',
  'function getAgentValidationCount(uint256 agentId) view returns (uint256)',
  'function getValidatorRequestCount(address validatorAddress) view returns (uint256)',
  'function getAgentValidationsPage(uint256 agentId, uint256 offset, uint256 limit) view returns (bytes32[])',
  'function getValidatorRequestsPage(address validatorAddress, uint256 offset, uint256 limit) view returns (bytes32[])',
];

/** Each contract as ethers sees it. */
export const INTERFACES: Readonly<Record<ContractName, Interface>> = {
  identity: new Interface([
    ...ERC721_ABI,
    ...ERC721_METADATA_ABI,
    ...ERC721_ERRORS,
    ...ERC165_ABI,
    ...ERC5267_ABI,
    ...IDENTITY_STANDARD_ABI,
    ...IDENTITY_EXTENSION_ABI,
    ...IDENTITY_REST_ABI,
  ]),
  reputation: new Interface([
    ...REPUTATION_STANDARD_ABI,
    ...REPUTATION_EXTENSION_ABI,
    ...TAG_ABI,
    ...ERC165_ABI,
    'function MAX_BATCH() view returns (uint256)',
  ]),
  validation: new Interface([
    ...VALIDATION_STANDARD_ABI,
    ...VALIDATION_EXTENSION_ABI,
    ...TAG_ABI,
    ...ERC165_ABI,
    'function MAX_AGENT_ID() view returns (uint256)',
    'function BOUND_MARKER() view returns (bytes4)',
  ]),
};

/** ERC-165 id of the functions that an ABI lists: the exclusive or of their selectors. */
function interfaceId(abi: readonly string[]): string {
  let bits = 0n;
  new Interface(abi).forEachFunction((fragment) => {
    bits ^= BigInt(fragment.selector);
  });
  return `0x${bits.toString(16).padStart(8, '0')}`;
}

const ERC165_ID = interfaceId(ERC165_ABI);

/** The interfaces that each contract must claim. ERC-4906 has no functions and names its id. */
export const SUPPORTED_INTERFACES: Readonly<Record<ContractName, readonly string[]>> = {
  identity: [
    ERC165_ID,
    interfaceId(ERC721_ABI),
    interfaceId(ERC721_METADATA_ABI),
    interfaceId(ERC5267_ABI),
    interfaceId(IDENTITY_STANDARD_ABI),
    interfaceId(IDENTITY_EXTENSION_ABI),
    '0x49064906',
  ],
  reputation: [ERC165_ID, interfaceId(REPUTATION_STANDARD_ABI), interfaceId(REPUTATION_EXTENSION_ABI)],
  validation: [ERC165_ID, interfaceId(VALIDATION_STANDARD_ABI), interfaceId(VALIDATION_EXTENSION_ABI)],
};

interface FunctionCodec {
  readonly fragment: FunctionFragment;
  readonly inputs: Codec;
  readonly outputs: Codec;
}

interface EventCodec {
  readonly fragment: EventFragment;
  readonly indexed: readonly { readonly position: number; readonly codec: Codec; readonly hashed: boolean }[];
  readonly plainPositions: readonly number[];
  readonly plain: Codec;
}

/** An error of any of the contracts, by selector. */
interface ErrorCodec {
  readonly name: string;
  readonly selector: string;
  readonly inputs: Codec;
}

const functions = new Map<string, FunctionCodec>();
const events = new Map<string, EventCodec>();
const eventNames = new Map<string, string>();
const errorsByName = new Map<string, ErrorCodec>();
const errorsBySelector = new Map<string, ErrorCodec>();

for (const contract of ['identity', 'reputation', 'validation'] as const) {
  INTERFACES[contract].forEachFunction((fragment) => {
    functions.set(`${contract}.${fragment.format('sighash')}`, {
      fragment,
      inputs: tupleCodec(fragment.inputs.map(codecOf)),
      outputs: tupleCodec(fragment.outputs.map(codecOf)),
    });
  });
  INTERFACES[contract].forEachEvent((fragment) => {
    const positions = fragment.inputs.map((input, position) => ({ input, position }));
    events.set(`${contract}.${fragment.name}`, {
      fragment,
      indexed: positions
        .filter(({ input }) => input.indexed)
        .map(({ input, position }) => ({ position, codec: codecOf(input), hashed: input.type === 'string' })),
      plainPositions: positions.filter(({ input }) => !input.indexed).map(({ position }) => position),
      plain: tupleCodec(fragment.inputs.filter((input) => !input.indexed).map(codecOf)),
    });
    eventNames.set(`${contract}.${fragment.topicHash}`, fragment.name);
  });
  INTERFACES[contract].forEachError((fragment) => {
    const { name, selector } = fragment;
    const codec = { name, selector, inputs: tupleCodec(fragment.inputs.map(codecOf)) };
    errorsByName.set(name, codec);
    errorsBySelector.set(selector, codec);
  });
}

function known<T>(map: ReadonlyMap<string, T>, key: string): T {
  const found = map.get(key);
  if (found === undefined) throw new Error(`not in the ABI: ${key}`);
  return found;
}

const signatures = new Map<string, string>();

/** `signature` may be a bare name where the contract has one function of that name. */
function functionCodec(contract: ContractName, signature: string): FunctionCodec {
  const key = `${contract}.${signature}`;
  let full = signatures.get(key);
  if (full === undefined) {
    const fragment = INTERFACES[contract].getFunction(signature);
    if (fragment === null) throw new Error(`not in the ABI: ${key}`);
    full = `${contract}.${fragment.format('sighash')}`;
    signatures.set(key, full);
  }
  return known(functions, full);
}

/** An event as the model states it: all arguments in the order of the declaration. */
export interface EventRecord {
  readonly contract: ContractName;
  readonly name: string;
  readonly args: readonly Value[];
}

/** An error with its arguments. */
export interface ErrorRecord {
  readonly name: string;
  readonly args: readonly Value[];
}

/** An event as the chain states it. */
export interface EncodedEvent {
  readonly topics: readonly string[];
  readonly data: string;
}

export function encodeCall(contract: ContractName, signature: string, args: readonly Value[]): string {
  const { fragment, inputs } = functionCodec(contract, signature);
  return fragment.selector + inputs.encode(args);
}

export function encodeResult(contract: ContractName, signature: string, values: readonly Value[]): string {
  return `0x${functionCodec(contract, signature).outputs.encode(values)}`;
}

export function decodeResult(contract: ContractName, signature: string, data: string): Value {
  return functionCodec(contract, signature).outputs.decode(data.slice(2), 0);
}

export function encodeError({ name, args }: ErrorRecord): string {
  const { selector, inputs } = known(errorsByName, name);
  return selector + inputs.encode(args);
}

/** The error that return data stands for; undefined for data of another kind. */
export function decodeError(data: string): ErrorRecord | undefined {
  const codec = errorsBySelector.get(data.slice(0, 10));
  if (codec === undefined) return undefined;
  return { name: codec.name, args: codec.inputs.decode(data.slice(10), 0) as readonly Value[] };
}

const textHashes = new Map<string, string>();

function textHash(text: string): string {
  let hash = textHashes.get(text);
  if (hash === undefined) {
    hash = keccak256(toUtf8Bytes(text));
    textHashes.set(text, hash);
  }
  return hash;
}

export function encodeEvent({ contract, name, args }: EventRecord): EncodedEvent {
  const { fragment, indexed, plainPositions, plain } = known(events, `${contract}.${name}`);
  if (args.length !== fragment.inputs.length) throw new Error(`${name} takes ${fragment.inputs.length} arguments`);
  const topics = indexed.map(({ position, codec, hashed }) => {
    const value = must(args[position]);
    return hashed ? textHash(value as string) : `0x${codec.encode(value)}`;
  });
  const data = `0x${plain.encode(plainPositions.map((position) => must(args[position])))}`;
  return { topics: [fragment.topicHash, ...topics], data };
}

/** An event read from a log. Of an indexed text only the hash is known: it stands in the text's place. */
export function decodeEvent(contract: ContractName, { topics, data }: EncodedEvent): EventRecord {
  const name = known(eventNames, `${contract}.${topics[0] ?? 'anonymous'}`);
  const { indexed, plainPositions, plain } = known(events, `${contract}.${name}`);
  const args: Value[] = [];
  indexed.forEach(({ position, codec, hashed }, i) => {
    const topic = must(topics[i + 1]);
    args[position] = hashed ? topic : codec.decode(topic.slice(2), 0);
  });
  const values = plain.decode(data.slice(2), 0) as readonly Value[];
  plainPositions.forEach((position, i) => {
    args[position] = must(values[i]);
  });
  return { contract, name, args };
}

/** First four bytes of a bound request hash. */
export const BOUND_MARKER = id('SAGE.boundRequestHash').slice(0, 10);
