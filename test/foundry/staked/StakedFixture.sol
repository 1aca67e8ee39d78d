// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {StakedValidation} from "../../../contracts/StakedValidation.sol";
import {TEEKeyRegistry} from "../../../contracts/TEEKeyRegistry.sol";
import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";
import {ProductionCode} from "../ProductionCode.sol";
import {PublicKeys} from "../PublicKeys.sol";

/// @notice The suite with one agent, a client that its owner authorizes, validators to name by number and two approved TEE
/// keys; and short forms of the calls. Commitments and digests come from the contract's views: that those are right is tested
/// by itself.
abstract contract StakedFixture is Test {
    string internal constant URI = "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG";
    /// @dev Where `StakeBook` keeps the accounts (`forge inspect StakedValidation storageLayout`).
    uint256 internal constant ACCOUNTS_SLOT = 7;
    bytes32 internal constant HASH = keccak256("request");
    bytes32 internal constant MEASUREMENT = keccak256("measurement");
    bytes32 internal constant EVIDENCE = keccak256("evidence");
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant STAKE = 0.1 ether;
    uint256 internal constant DEPOSIT = 1 ether;
    uint32 internal constant COMMIT_PERIOD = 2 hours;
    uint256 internal constant REVEAL_PERIOD = 1 days;
    uint256 internal constant P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;
    uint256 internal constant K1_SECRET = uint256(keccak256("secp256k1 key of a TEE"));
    uint256 internal constant R1_SECRET = uint256(keccak256("P-256 key of a TEE")) >> 1;

    ERC8004IdentityRegistry internal identity;
    ERC8004ValidationRegistry internal registry;
    TEEKeyRegistry internal teeKeys;
    StakedValidation internal staked;
    address internal p256Verifier;

    address internal governance = makeAddr("governance");
    address internal guardian = makeAddr("guardian");
    address internal owner = makeAddr("owner");
    address internal operator = makeAddr("operator");
    address internal approved = makeAddr("approved");
    address internal client = makeAddr("client");
    address internal payee = makeAddr("payee");
    address internal stranger = makeAddr("stranger");
    uint256 internal agent;
    bytes32 internal k1Id;
    bytes32 internal r1Id;

    function setUp() public virtual {
        vm.warp(START);
        identity = new ERC8004IdentityRegistry();
        registry = new ERC8004ValidationRegistry(address(identity));
        teeKeys = new TEEKeyRegistry(governance, guardian);
        p256Verifier = ProductionCode.deployP256Verifier();
        staked = new StakedValidation(address(registry), address(teeKeys), p256Verifier, governance, guardian);
        vm.deal(owner, 1000 ether);
        vm.deal(client, 1000 ether);
        vm.startPrank(owner);
        agent = identity.register();
        identity.approve(approved, agent);
        identity.setApprovalForAll(operator, true);
        vm.stopPrank();
        _approveKeys();
    }

    // Requests

    /// @dev Asked on the validation registry, not opened.
    function _ask(bytes32 requestHash) internal {
        vm.prank(owner);
        registry.validationRequest(address(staked), agent, URI, requestHash);
    }

    /// @dev Asked, and the client authorized.
    function _askFor(bytes32 requestHash) internal {
        _ask(requestHash);
        vm.prank(owner);
        staked.authorizeRequester(requestHash, client);
    }

    /// @dev Asked and opened by the client with the usual deposit.
    function _open(bytes32 requestHash, IStakedValidation.Mode mode) internal {
        _askFor(requestHash);
        _openAs(client, requestHash, _terms(mode), DEPOSIT);
    }

    function _openAs(address account, bytes32 requestHash, IStakedValidation.Terms memory terms, uint256 deposit)
        internal
    {
        vm.prank(account);
        staked.openRequest{value: deposit}(requestHash, terms);
    }

    function _terms(IStakedValidation.Mode mode) internal pure returns (IStakedValidation.Terms memory) {
        uint8 minValidators = mode == IStakedValidation.Mode.TEE ? 0 : 3;
        return IStakedValidation.Terms(mode, COMMIT_PERIOD, minValidators, 0);
    }

    function _parameters() internal pure returns (IStakedRules.Parameters memory) {
        return IStakedRules.Parameters(0.01 ether, 0.1 ether, 10, 30, 6600, 1000, 10_000, 1 days, 3);
    }

    // Validators

    function _validator(uint256 number) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode("validator", number)))));
    }

    function _salt(address validator) internal pure returns (bytes32) {
        return keccak256(abi.encode("salt", validator));
    }

    function _commitment(bytes32 requestHash, address validator, uint8 response) internal view returns (bytes32) {
        return staked.verdictCommitment(requestHash, _roundOf(requestHash), validator, response, _salt(validator));
    }

    function _roundOf(bytes32 requestHash) internal view returns (uint16) {
        return staked.getRequest(requestHash).latest.round;
    }

    /// @dev With the stake that the contract asks for, which the validator is given.
    function _commit(bytes32 requestHash, address validator, uint8 response) internal {
        uint256 stake = staked.requiredStake(requestHash, validator);
        bytes32 commitment = _commitment(requestHash, validator, response);
        uint16 round = _roundOf(requestHash);
        vm.deal(validator, validator.balance + stake);
        vm.prank(validator);
        staked.commitVerdict{value: stake}(requestHash, round, commitment);
    }

    function _reveal(bytes32 requestHash, address validator, uint8 response) internal {
        vm.prank(validator);
        staked.revealVerdict(requestHash, response, _salt(validator));
    }

    /// @dev Validators 0, 1, … commit to these responses.
    function _commitAll(bytes32 requestHash, uint8[] memory responses) internal {
        for (uint256 i; i < responses.length; ++i) {
            _commit(requestHash, _validator(i), responses[i]);
        }
    }

    function _revealAll(bytes32 requestHash, uint8[] memory responses) internal {
        for (uint256 i; i < responses.length; ++i) {
            _reveal(requestHash, _validator(i), responses[i]);
        }
    }

    /// @dev All commit, time passes, all reveal.
    function _judgeAll(bytes32 requestHash, uint8[] memory responses) internal {
        _commitAll(requestHash, responses);
        _warpToReveal(requestHash);
        _revealAll(requestHash, responses);
    }

    function _responses(uint8 a, uint8 b, uint8 c) internal pure returns (uint8[] memory list) {
        list = new uint8[](3);
        (list[0], list[1], list[2]) = (a, b, c);
    }

    function _responses(uint8 a, uint8 b, uint8 c, uint8 d) internal pure returns (uint8[] memory list) {
        list = new uint8[](4);
        (list[0], list[1], list[2], list[3]) = (a, b, c, d);
    }

    function _warpToReveal(bytes32 requestHash) internal {
        vm.warp(staked.getRequest(requestHash).latest.commitEnd);
    }

    function _warpToEnd(bytes32 requestHash) internal {
        vm.warp(staked.getRequest(requestHash).revealEnd);
    }

    /// @dev As if the validator had been judged so often. Owes it nothing.
    function _setRecord(address validator, uint256 right, uint256 wrong) internal {
        bytes32 slot = keccak256(abi.encode(validator, ACCOUNTS_SLOT));
        vm.store(address(staked), slot, bytes32((right << 96) | (wrong << 136)));
        _assertRecord(validator, right, wrong);
    }

    // TEE keys

    /// @dev An answer signed by the approved secp256k1 key, for the latest round.
    function _answer(bytes32 requestHash, uint8 response) internal view returns (IStakedValidation.TeeAnswer memory) {
        return _signed(requestHash, KeyType.Secp256k1, K1_SECRET, response);
    }

    /// @dev An answer signed with this secret; the id is that of its key, approved or not.
    function _signed(bytes32 requestHash, KeyType keyType, uint256 secret, uint8 response)
        internal
        view
        returns (IStakedValidation.TeeAnswer memory answer)
    {
        answer.keyType = keyType;
        answer.keyId = _keyId(keyType, secret);
        answer.response = response;
        answer.evidenceHash = EVIDENCE;
        answer.payee = payee;
        answer.signature = _sign(keyType, secret, _digest(requestHash, answer));
    }

    function _digest(bytes32 requestHash, IStakedValidation.TeeAnswer memory answer) internal view returns (bytes32) {
        uint16 round = staked.getRequest(requestHash).latest.round;
        return staked.teeVerdictDigest(requestHash, round, answer.response, answer.evidenceHash, answer.payee);
    }

    function _sign(KeyType keyType, uint256 secret, bytes32 digest) internal pure returns (bytes memory) {
        if (keyType == KeyType.Secp256k1) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(secret, digest);
            return abi.encodePacked(r, s, v);
        }
        (bytes32 r1, bytes32 s1) = vm.signP256(secret, sha256(abi.encode(digest)));
        // vm.signP256 doesn't choose the low one of the two.
        if (uint256(s1) > P256_ORDER / 2) s1 = bytes32(P256_ORDER - uint256(s1));
        (uint256 x, uint256 y) = vm.publicKeyP256(secret);
        return abi.encodePacked(r1, s1, x, y);
    }

    function _keyId(KeyType keyType, uint256 secret) internal pure returns (bytes32) {
        if (keyType == KeyType.Secp256k1) return keccak256(abi.encode(keyType, vm.addr(secret)));
        (uint256 x, uint256 y) = vm.publicKeyP256(secret);
        return keccak256(abi.encode(keyType, x, y));
    }

    /// @dev Proposes and approves; takes the seven days of a vote.
    function _approveKey(KeyType keyType, bytes memory key, bytes32 measurement) internal {
        vm.deal(address(this), 1 ether);
        uint256 id = teeKeys.propose{value: 1 ether}(keyType, key, TEEKind.SGX, measurement, URI, EVIDENCE);
        vm.prank(governance);
        teeKeys.vote(id, true);
        skip(7 days);
        teeKeys.settle(id);
    }

    function _publicKey(KeyType keyType, uint256 secret) internal view returns (bytes memory) {
        if (keyType == KeyType.Secp256k1) {
            (uint256 x, uint256 y) = PublicKeys.secp256k1(secret);
            return abi.encodePacked(bytes1(0x04), x, y);
        }
        (uint256 px, uint256 py) = vm.publicKeyP256(secret);
        return abi.encodePacked(bytes1(0x04), px, py);
    }

    function _approveKeys() private {
        address[] memory voters = new address[](1);
        uint88[] memory weights = new uint88[](1);
        (voters[0], weights[0]) = (governance, 1);
        vm.prank(governance);
        teeKeys.setVoteWeights(voters, weights);
        skip(1);
        k1Id = _keyId(KeyType.Secp256k1, K1_SECRET);
        r1Id = _keyId(KeyType.P256, R1_SECRET);
        _approveKey(KeyType.Secp256k1, _publicKey(KeyType.Secp256k1, K1_SECRET), MEASUREMENT);
        _approveKey(KeyType.P256, _publicKey(KeyType.P256, R1_SECRET), MEASUREMENT);
    }

    // What must hold

    /// @dev P20 and P21 where nothing was forced in: all ether is in one of the three sums.
    function _assertFunds(uint256 locked, uint256 owed, uint256 treasury) internal view {
        (uint256 actualLocked, uint256 actualOwed, uint256 actualTreasury) = staked.getFunds();
        assertEq(actualLocked, locked, "locked");
        assertEq(actualOwed, owed, "owed");
        assertEq(actualTreasury, treasury, "treasury");
        assertEq(address(staked).balance, locked + owed + treasury, "balance");
    }

    function _assertPosted(bytes32 requestHash, uint8 response, string memory tag) internal view {
        (,, uint8 posted, bytes32 responseHash, string memory postedTag,) = registry.getValidationStatus(requestHash);
        assertTrue(registry.isAnswered(requestHash), "answered");
        assertEq(posted, response, "posted response");
        assertEq(responseHash, keccak256(staked.getOutcome(requestHash)), "posted hash");
        assertEq(postedTag, tag, "posted tag");
    }

    function _assertRecord(address validator, uint256 right, uint256 wrong) internal view {
        (uint256 actualRight, uint256 actualWrong) = staked.recordOf(validator);
        assertEq(actualRight, right, "right");
        assertEq(actualWrong, wrong, "wrong");
    }
}
