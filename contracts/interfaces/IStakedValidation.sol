// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {KeyType} from "../types/KeyType.sol";
import {IStakedRules} from "./IStakedRules.sol";

/// @title A validator that is a market of staked judges
/// @notice Names itself `validatorAddress` of a standard ERC-8004 request and posts the standard answer. Judges stake, commit
/// to a verdict and reveal it; a trusted TEE key may answer instead of them, or with them.
///
/// The life of a request: `validationRequest` on the validation registry; `openRequest` with a deposit; commits until the commit
/// end; reveals until the reveal end; `finalize`. A period is over in the second at which it ends: a commit needs
/// `block.timestamp < commitEnd`, a reveal `commitEnd <= block.timestamp < revealEnd`.
///
/// What a reader relies on: that most of the stake of those who judged is honest; for TEE answers that `TEEKeyRegistry` is
/// governed well; that the validation registry, its identity registry, the TEE key registry and the P-256 verifier given to the
/// constructor are what they should be. Anybody can be a validator under many addresses: weight is stake, not heads.
interface IStakedValidation is IStakedRules {
    /// @notice Who answers. `Stake`: validators. `TEE`: the holder of a trusted key. `Hybrid`: both, and they must agree.
    enum Mode {
        Stake,
        TEE,
        Hybrid
    }

    /// @notice What a request came to. `Decided` is final and posted to the validation registry. `Disputed` (no consensus) and
    /// `Expired` (too few answers) are not, since the standard has no answer for "no verdict"; such a request can be opened
    /// again, as its next round.
    enum Status {
        None,
        Open,
        Decided,
        Disputed,
        Expired
    }

    /// @notice How far a validator is in a round.
    enum VerdictState {
        None,
        Committed,
        Revealed
    }

    /// @notice How a validator left a round. `Returned`: the stake came back, no record. `Agreed`: stake and reward, `right` + 1.
    /// `Dissented`: slashed by distance, `wrong` + 1. `Withheld`: not revealed, slashed by `slashBps`, `wrong` + 1.
    enum Settlement {
        Returned,
        Agreed,
        Dissented,
        Withheld
    }

    /// @notice What a requester asks for.
    /// @param mode Who answers.
    /// @param commitPeriod Seconds for commits, or for the answer in mode `TEE`; 1 hour to 30 days.
    /// @param minValidators Least number of revealed verdicts; from the parameter to 100, and 0 in mode `TEE`.
    /// @param measurement The code that must hold the TEE key, see `TEEKind`; 0 for any trusted key, and in mode `Stake`.
    struct Terms {
        Mode mode;
        uint32 commitPeriod;
        uint8 minValidators;
        bytes32 measurement;
    }

    /// @notice A round of a request, in one slot.
    /// @param status What it came to.
    /// @param mode Who answers.
    /// @param round Counts up from 1.
    /// @param parametersVersion Which parameters hold for it.
    /// @param agentId The agent.
    /// @param commitEnd When commits end; in mode `TEE` when the answer is too late.
    /// @param minValidators Least number of revealed verdicts.
    /// @param committed How many validators committed.
    /// @param revealed How many of them revealed.
    /// @param response The decision, 0 to 100; 0 also unless `Decided`.
    /// @param teeResponse What the TEE answered; 0 also before.
    /// @param finalizedAt When it was finalized; 0 before.
    struct Round {
        Status status;
        Mode mode;
        uint16 round;
        uint32 parametersVersion;
        uint64 agentId;
        uint40 commitEnd;
        uint8 minValidators;
        uint8 committed;
        uint8 revealed;
        uint8 response;
        uint8 teeResponse;
        uint40 finalizedAt;
    }

    /// @notice The TEE's answer of the latest round; all zero before. The response is in `Round`.
    /// @param payee Who gets its reward.
    /// @param answeredAt When it came.
    /// @param keyId Whose signature it carries.
    /// @param evidenceHash keccak256 of the evidence.
    struct TeeRecord {
        address payee;
        uint40 answeredAt;
        bytes32 keyId;
        bytes32 evidenceHash;
    }

    /// @notice A request with its latest round.
    /// @param latest The latest round.
    /// @param requester Who deposited and is paid back.
    /// @param deposit Wei.
    /// @param revealEnd When reveals end: `commitEnd` plus the reveal period of its parameters; `commitEnd` in mode `TEE`.
    /// @param measurement The code that must hold the TEE key; 0 for any trusted key.
    /// @param tee The TEE's answer.
    struct Request {
        Round latest;
        address requester;
        uint96 deposit;
        uint40 revealEnd;
        bytes32 measurement;
        TeeRecord tee;
    }

    /// @notice A validator's part in a round.
    /// @param validator Who.
    /// @param stake Wei paid in with the commitment.
    /// @param response The verdict; 0 also before it is revealed.
    /// @param state How far it is.
    struct Verdict {
        address validator;
        uint80 stake;
        uint8 response;
        VerdictState state;
    }

    /// @notice An answer by a TEE. The key signs `teeVerdictDigest`.
    /// @param keyType Secp256k1 or P256.
    /// @param keyId The key, see `PublicKeys`.
    /// @param response 0 to 100.
    /// @param evidenceHash keccak256 of the evidence.
    /// @param payee Who gets the reward; signed, so that whoever relays the answer can't take it.
    /// @param signature secp256k1: r ‖ s ‖ v (65 bytes) over the digest. P-256: r ‖ s ‖ x ‖ y (128 bytes), the public key after
    /// the signature, over the SHA-256 of the digest, that is what ES256 and WebCrypto make of the digest as message.
    /// Low `s` only.
    struct TeeAnswer {
        KeyType keyType;
        bytes32 keyId;
        uint8 response;
        bytes32 evidenceHash;
        address payee;
        bytes signature;
    }

    /// @notice The agent's side allowed an account to open the request; the zero address is nobody.
    event StakedRequesterAuthorized(bytes32 indexed requestHash, address indexed requester, address indexed by);
    /// @notice A round began.
    event StakedRequestOpened(
        bytes32 indexed requestHash,
        uint256 indexed agentId,
        address indexed requester,
        uint16 round,
        Terms terms,
        uint256 deposit,
        uint256 parametersVersion,
        uint256 commitEnd,
        uint256 revealEnd
    );
    /// @notice A validator staked on a verdict that nobody else knows yet. `index` counts up from 0.
    event StakedVerdictCommitted(
        bytes32 indexed requestHash,
        address indexed validator,
        uint16 round,
        uint256 index,
        bytes32 commitment,
        uint256 stake
    );
    /// @notice A validator showed its verdict.
    event StakedVerdictRevealed(
        bytes32 indexed requestHash, address indexed validator, uint16 round, uint8 response, bytes32 salt
    );
    /// @notice A TEE answered.
    event StakedTEEAnswered(
        bytes32 indexed requestHash,
        bytes32 indexed keyId,
        uint16 round,
        uint8 response,
        bytes32 evidenceHash,
        address payee
    );
    /// @notice What a validator can withdraw for a round: its stake less the slash, or with the reward.
    event StakedVerdictSettled(
        bytes32 indexed requestHash, address indexed validator, uint16 round, Settlement settlement, uint256 payout
    );
    /// @notice A round ended.
    /// @param requestHash The request.
    /// @param round The round.
    /// @param status Decided, Disputed or Expired.
    /// @param response The decision; 0 unless decided.
    /// @param refund Wei of the deposit that go back to the requester.
    /// @param rewardPerHead Wei for each validator that agreed, and in modes `TEE` and `Hybrid` for the payee; 0 unless decided.
    /// @param toTreasury Slashed stakes, and the remainder of the reward.
    event StakedRequestFinalized(
        bytes32 indexed requestHash,
        uint16 round,
        Status status,
        uint8 response,
        uint256 refund,
        uint256 rewardPerHead,
        uint256 toTreasury
    );

    /// @notice A contract is needed at the address.
    error StakedNoCode(address account);
    /// @notice The request names another validator: ask again with this contract as `validatorAddress`.
    error StakedNotAskedHere(bytes32 requestHash, address validator);
    /// @notice Ids are kept in 64 bits here.
    error StakedAgentIdTooLarge(uint256 agentId, uint256 maximum);
    /// @notice The account is neither owner nor operator nor approved for the agent.
    error StakedNotAgentSide(uint256 agentId, address account);
    /// @notice The account is not on the agent's side: the agent's side must call `authorizeRequester` first.
    error StakedNotRequester(bytes32 requestHash, address account);
    /// @notice The request is open, or decided for good.
    error StakedNotOpenable(bytes32 requestHash, Status status);
    /// @notice The request is not open.
    error StakedNotOpen(bytes32 requestHash, Status status);
    /// @notice The commitment is for round `round`, and `latest` is open: make one for that, see `verdictCommitment`.
    error StakedWrongRound(bytes32 requestHash, uint16 round, uint16 latest);
    /// @notice No validators in mode `TEE`, no TEE in mode `Stake`.
    error StakedWrongMode(bytes32 requestHash, Mode mode);
    /// @notice Possible from `from` on.
    error StakedTooEarly(bytes32 requestHash, uint256 from);
    /// @notice Was possible before `end`.
    error StakedTooLate(bytes32 requestHash, uint256 end);
    /// @notice The requester and the agent's side can't judge.
    error StakedInterested(bytes32 requestHash, address account);
    /// @notice Send exactly the stake, see `requiredStake`.
    error StakedWrongStake(uint256 sent, uint256 stake);
    /// @notice A commitment of zero is a mistake.
    error StakedZeroCommitment();
    /// @notice One verdict for each validator and round.
    error StakedAlreadyCommitted(bytes32 requestHash, address validator);
    /// @notice The round has the most validators that it can have.
    error StakedFull(bytes32 requestHash, uint256 maximum);
    /// @notice The account has not committed in this round.
    error StakedNotCommitted(bytes32 requestHash, address account);
    /// @notice The verdict is revealed already.
    error StakedAlreadyRevealed(bytes32 requestHash, address validator);
    /// @notice The commitment was made for another response, salt or round.
    error StakedWrongReveal(bytes32 requestHash, bytes32 commitment);
    /// @notice One answer of a TEE counts, and this request has one, by a key that was not revoked since.
    error StakedAlreadyAnswered(bytes32 requestHash, bytes32 keyId);
    /// @notice Only secp256k1 and P-256 keys can answer.
    error StakedKeyTypeRefused(KeyType keyType);
    /// @notice The reward needs a receiver.
    error StakedZeroPayee();
    /// @notice `TEEKeyRegistry` doesn't trust the key now.
    error StakedKeyNotTrusted(bytes32 keyId);
    /// @notice The key was approved for other code than the request asks for.
    error StakedWrongMeasurement(bytes32 keyId, bytes32 measurement, bytes32 required);
    /// @notice The key has not signed this answer.
    error StakedWrongSignature(bytes32 keyId, bytes32 digest);
    /// @notice There is no such verdict: indexes are below `count`.
    error StakedUnknownVerdict(bytes32 requestHash, uint256 round, uint256 index, uint256 count);
    /// @notice The request is not decided.
    error StakedNotDecided(bytes32 requestHash, Status status);

    /// @notice Allows an account to open the request with terms of its choice, for example the client that pays. Only the
    /// agent's side (owner, operator, approved account); one account at a time, the zero address for nobody. Holds until
    /// replaced, also for later rounds and after the agent is sold.
    function authorizeRequester(bytes32 requestHash, address requester) external;

    /// @notice Opens a request, or its next round after a dispute or expiry. Send the deposit: all of it comes back unless the
    /// request is decided, then all but the reward. Only the agent's side and the account that it authorized, so that nobody
    /// else can bind the request to weak terms.
    /// @dev Fails with the validation registry's own error for a request that it doesn't know. At most 65,535 rounds.
    /// @param requestHash A request on the validation registry that names this contract.
    /// @param terms What is asked for.
    function openRequest(bytes32 requestHash, Terms calldata terms) external payable;

    /// @notice Stakes on a verdict. Send exactly `requiredStake`. Not for the requester nor the agent's side; that is looked at
    /// here only: if it were looked at later, an owner could make a validator its operator and have it slashed.
    /// @param requestHash An open request in mode `Stake` or `Hybrid`.
    /// @param round The round that the commitment was made for. A later one refuses it: it couldn't be revealed there, and the
    /// stake would be lost to a round that was opened while the transaction was on its way.
    /// @param commitment `verdictCommitment`, with a salt that nobody can guess. Keep both: whoever doesn't reveal is slashed,
    /// unless fewer than the round's least number have committed.
    function commitVerdict(bytes32 requestHash, uint16 round, bytes32 commitment) external payable;

    /// @notice Shows the verdict that the caller committed to.
    /// @param requestHash An open request.
    /// @param response 0 (failed) to 100 (passed).
    /// @param salt As committed to.
    function revealVerdict(bytes32 requestHash, uint8 response, bytes32 salt) external;

    /// @notice Hands in a TEE's answer; by anybody. The first valid one counts. In mode `TEE` before the commit end; it decides
    /// at once. In mode `Hybrid` between commit end and reveal end, so that no validator can copy it; it can copy what is
    /// revealed by then. There an answer whose key was revoked since gives way to one by another key.
    /// @param requestHash An open request in mode `TEE` or `Hybrid`.
    /// @param answer The answer with its signature.
    function answerWithTEE(bytes32 requestHash, TeeAnswer calldata answer) external;

    /// @notice Ends a round; by anybody. Possible from the reveal end on; already from the commit end on when fewer than
    /// `minValidators` committed, or when all have revealed (and in mode `Hybrid` the TEE answered). In mode `TEE` from the
    /// commit end on. Never fails then.
    /// @dev Fewer than `minValidators` committed: expired, all stakes come back. Fewer revealed, or in mode `Hybrid` no TEE
    /// answer or one whose key was revoked since: expired. Less than `consensusBps` of the revealed stake within `tolerance` of
    /// its median, or in mode `Hybrid` a TEE answer farther away: disputed. Else decided: the median is posted. Whoever didn't
    /// reveal loses `slashBps` in every case but the first; see `VerdictMath` for the rest.
    /// @return status Decided, Disputed or Expired.
    function finalize(bytes32 requestHash) external returns (Status status);

    /// @notice A request with its latest round; all zero for one that was never opened.
    function getRequest(bytes32 requestHash) external view returns (Request memory);

    /// @notice A round; all zero for one that was never opened.
    function getRound(bytes32 requestHash, uint256 round) external view returns (Round memory);

    /// @notice The verdict at a position; reverts if there is none.
    function getVerdict(bytes32 requestHash, uint256 round, uint256 index) external view returns (Verdict memory);

    /// @notice A validator's verdict; all zero if it has none.
    function getVerdictOf(bytes32 requestHash, uint256 round, address validator) external view returns (Verdict memory);

    /// @notice A page of the verdicts of a round. Never fails: a page beyond the end is empty or short.
    function getVerdicts(bytes32 requestHash, uint256 round, uint256 offset, uint256 limit)
        external
        view
        returns (Verdict[] memory);

    /// @notice The evidence behind a decision, whose keccak256 is the posted `responseHash`: `abi.encode` of
    /// `(bytes32 typeHash, uint256 chainId, address stakedValidation, bytes32 requestHash, uint16 round, uint8 response,
    /// uint256[] verdicts, bytes32 teeKeyId, uint8 teeResponse, bytes32 evidenceHash, address payee)`, with `typeHash` =
    /// keccak256("SAGE.StakedOutcome"). A verdict holds from the lowest bit validator (160), stake (80), response (8) and
    /// `VerdictState` (8). Reverts unless decided.
    function getOutcome(bytes32 requestHash) external view returns (bytes memory);

    /// @notice Who may open the request besides the agent's side; zero for nobody.
    function authorizedRequester(bytes32 requestHash) external view returns (address);

    /// @notice Wei that the validator must send with a commitment in the latest round of the request: half of the base stake
    /// when at least 90 % of its judged verdicts were right, twice when less than 70 % were, else the base stake, also before
    /// 10 judged verdicts. 0 for a request that was never opened.
    function requiredStake(bytes32 requestHash, address validator) external view returns (uint256);

    /// @notice keccak256(abi.encode(typeHash, chainId, this contract, requestHash, round, validator, response, salt)) with
    /// `typeHash` = keccak256("SAGE.StakedVerdict"). Compute it at home where the node that is asked isn't trusted: who sees the
    /// arguments knows the verdict.
    /// @param requestHash The request.
    /// @param round Its latest round, see `getRequest`.
    /// @param validator Who reveals.
    /// @param response 0 to 100.
    /// @param salt 32 random bytes.
    function verdictCommitment(bytes32 requestHash, uint16 round, address validator, uint8 response, bytes32 salt)
        external
        view
        returns (bytes32);

    /// @notice What a TEE signs: the EIP-712 hash of
    /// `TEEVerdict(bytes32 requestHash,uint16 round,uint8 response,bytes32 evidenceHash,address payee)`, domain
    /// `StakedValidation` version `1`.
    function teeVerdictDigest(bytes32 requestHash, uint16 round, uint8 response, bytes32 evidenceHash, address payee)
        external
        view
        returns (bytes32);

    /// @notice The validation registry whose requests are answered here.
    function getValidationRegistry() external view returns (address);

    /// @notice The registry that says which TEE keys are trusted.
    function getTEEKeyRegistry() external view returns (address);

    /// @notice The identity registry of the validation registry.
    function getIdentityRegistry() external view returns (address);
}
