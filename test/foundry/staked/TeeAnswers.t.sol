// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {StakedFixture} from "./StakedFixture.sol";

contract StakedTeeAnswersTest is StakedFixture {
    bytes32 private constant OTHER = keccak256("other request");

    function setUp() public override {
        super.setUp();
        _open(HASH, IStakedValidation.Mode.TEE);
    }

    function test_answerWithTEE_decidesAtOnce() external {
        IStakedValidation.TeeAnswer memory answer = _answer(HASH, 100);
        bytes32 responseHash = keccak256(
            abi.encode(
                keccak256("SAGE.StakedOutcome"),
                block.chainid,
                address(staked),
                HASH,
                uint16(1),
                uint8(100),
                new uint256[](0),
                k1Id,
                uint8(100),
                EVIDENCE,
                payee
            )
        );
        vm.expectEmit(address(staked));
        emit IStakedValidation.StakedTEEAnswered(HASH, k1Id, 1, 100, EVIDENCE, payee);
        vm.expectEmit(address(staked));
        emit IStakedValidation.StakedRequestFinalized(
            HASH, 1, IStakedValidation.Status.Decided, 100, 0.9 ether, 0.1 ether, 0
        );
        vm.expectCall(
            address(registry),
            abi.encodeCall(registry.validationResponse, (HASH, 100, "", responseHash, "tee-attestation"))
        );
        vm.prank(stranger);
        staked.answerWithTEE(HASH, answer);
        _assertPosted(HASH, 100, "tee-attestation");
        IStakedValidation.Request memory request = staked.getRequest(HASH);
        assertEq(uint8(request.latest.status), uint8(IStakedValidation.Status.Decided));
        assertEq(request.latest.response, 100);
        assertEq(request.latest.teeResponse, 100);
        assertEq(request.latest.finalizedAt, block.timestamp);
        assertEq(
            abi.encode(request.tee),
            abi.encode(IStakedValidation.TeeRecord(payee, uint40(block.timestamp), k1Id, EVIDENCE))
        );
        assertEq(staked.owedTo(payee), 0.1 ether);
        assertEq(staked.owedTo(client), 0.9 ether);
        _assertFunds(0, DEPOSIT, 0);
    }

    function test_answerWithTEE_P256() external {
        staked.answerWithTEE(HASH, _signed(HASH, KeyType.P256, R1_SECRET, 0));
        _assertPosted(HASH, 0, "tee-attestation");
        assertEq(staked.getRequest(HASH).tee.keyId, r1Id);
    }

    function test_answerWithTEE_untilTheCommitEnd() external {
        uint256 end = staked.getRequest(HASH).latest.commitEnd;
        IStakedValidation.TeeAnswer memory answer = _answer(HASH, 7);
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooLate.selector, HASH, end));
        staked.answerWithTEE(HASH, answer);
        vm.warp(end - 1);
        staked.answerWithTEE(HASH, answer);
        _assertPosted(HASH, 7, "tee-attestation");
    }

    function test_A11_answerWithTEE_hybridOnlyWithinTheRevealWindow() external {
        _open(OTHER, IStakedValidation.Mode.Hybrid);
        _commitAll(OTHER, _responses(7, 7, 7));
        IStakedValidation.Request memory request = staked.getRequest(OTHER);
        IStakedValidation.TeeAnswer memory answer = _answer(OTHER, 7);
        vm.warp(request.latest.commitEnd - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedTooEarly.selector, OTHER, request.latest.commitEnd)
        );
        staked.answerWithTEE(OTHER, answer);
        vm.warp(request.revealEnd);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooLate.selector, OTHER, request.revealEnd));
        staked.answerWithTEE(OTHER, answer);
        vm.warp(request.latest.commitEnd);
        vm.expectEmit(address(staked));
        emit IStakedValidation.StakedTEEAnswered(OTHER, k1Id, 1, 7, EVIDENCE, payee);
        staked.answerWithTEE(OTHER, answer);
        request = staked.getRequest(OTHER);
        assertEq(uint8(request.latest.status), uint8(IStakedValidation.Status.Open));
        assertEq(request.latest.teeResponse, 7);
        assertEq(request.tee.answeredAt, block.timestamp);
        assertFalse(registry.isAnswered(OTHER));
        assertEq(staked.owedTo(payee), 0);
        // In the last second before the reveal end it still counts.
        bytes32 last = keccak256("last second");
        _open(last, IStakedValidation.Mode.Hybrid);
        _warpToEnd(last);
        vm.warp(block.timestamp - 1);
        staked.answerWithTEE(last, _answer(last, 7));
        assertEq(staked.getRequest(last).latest.teeResponse, 7);
    }

    function test_answerWithTEE_revertsWithStakedWrongMode() external {
        _open(OTHER, IStakedValidation.Mode.Stake);
        IStakedValidation.TeeAnswer memory answer = _answer(OTHER, 7);
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedWrongMode.selector, OTHER, IStakedValidation.Mode.Stake)
        );
        staked.answerWithTEE(OTHER, answer);
    }

    function test_answerWithTEE_revertsWithStakedNotOpen() external {
        IStakedValidation.TeeAnswer memory answer = _answer(HASH, 7);
        staked.answerWithTEE(HASH, answer);
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedNotOpen.selector, HASH, IStakedValidation.Status.Decided)
        );
        staked.answerWithTEE(HASH, answer);
    }

    function test_answerWithTEE_revertsWithStakedOutOfBounds() external {
        IStakedValidation.TeeAnswer memory answer = _answer(HASH, 101);
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedOutOfBounds.selector, "response", 101, 0, 100));
        staked.answerWithTEE(HASH, answer);
    }

    function test_answerWithTEE_revertsWithStakedZeroPayee() external {
        IStakedValidation.TeeAnswer memory answer = _answer(HASH, 7);
        answer.payee = address(0);
        vm.expectRevert(IStakedValidation.StakedZeroPayee.selector);
        staked.answerWithTEE(HASH, answer);
    }

    function test_answerWithTEE_revertsWithStakedAlreadyAnswered() external {
        _open(OTHER, IStakedValidation.Mode.Hybrid);
        _warpToReveal(OTHER);
        staked.answerWithTEE(OTHER, _answer(OTHER, 7));
        IStakedValidation.TeeAnswer memory second = _signed(OTHER, KeyType.P256, R1_SECRET, 8);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedAlreadyAnswered.selector, OTHER, k1Id));
        staked.answerWithTEE(OTHER, second);
    }

    /// @dev Who holds a leaked key answers first: while a trusted one can still answer, that doesn't spoil the round.
    function test_A12_answerWithTEE_takesThePlaceOfOneWhoseKeyWasRevoked() external {
        _open(OTHER, IStakedValidation.Mode.Hybrid);
        _judgeAll(OTHER, _responses(8, 8, 8));
        staked.answerWithTEE(OTHER, _answer(OTHER, 90));
        vm.prank(guardian);
        teeKeys.revoke(k1Id, "leaked");
        uint256 revealEnd = staked.getRequest(OTHER).revealEnd;
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooEarly.selector, OTHER, revealEnd));
        staked.finalize(OTHER);
        skip(10 minutes);
        IStakedValidation.TeeAnswer memory second = _signed(OTHER, KeyType.P256, R1_SECRET, 8);
        vm.expectEmit(address(staked));
        emit IStakedValidation.StakedTEEAnswered(OTHER, r1Id, 1, 8, EVIDENCE, payee);
        staked.answerWithTEE(OTHER, second);
        IStakedValidation.Request memory request = staked.getRequest(OTHER);
        assertEq(request.tee.keyId, r1Id);
        assertEq(request.tee.answeredAt, block.timestamp);
        assertEq(request.latest.teeResponse, 8);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedAlreadyAnswered.selector, OTHER, r1Id));
        staked.answerWithTEE(OTHER, second);
        assertEq(uint8(staked.finalize(OTHER)), uint8(IStakedValidation.Status.Decided));
        _assertPosted(OTHER, 8, "crypto-economic+tee-attestation");
        assertEq(staked.owedTo(payee), DEPOSIT / 10 / 4);
    }

    /// @dev In mode TEE an answer decides at once: what is revoked a moment later changes nothing any more.
    function test_A12_answerWithTEE_beforeTheRevocationStands() external {
        staked.answerWithTEE(HASH, _answer(HASH, 7));
        vm.prank(guardian);
        teeKeys.revoke(k1Id, "leaked");
        _assertPosted(HASH, 7, "tee-attestation");
        assertEq(uint8(staked.getRequest(HASH).latest.status), uint8(IStakedValidation.Status.Decided));
        IStakedValidation.TeeAnswer memory second = _signed(HASH, KeyType.P256, R1_SECRET, 8);
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedNotOpen.selector, HASH, IStakedValidation.Status.Decided)
        );
        staked.answerWithTEE(HASH, second);
    }

    function test_answerWithTEE_revertsWithStakedKeyTypeRefused() external {
        KeyType[3] memory types = [KeyType.Ed25519, KeyType.X25519, KeyType.Erc1271];
        IStakedValidation.TeeAnswer memory answer = _answer(HASH, 7);
        for (uint256 i; i < 3; ++i) {
            answer.keyType = types[i];
            vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedKeyTypeRefused.selector, types[i]));
            staked.answerWithTEE(HASH, answer);
        }
    }

    function test_answerWithTEE_revertsWithStakedKeyNotTrusted() external {
        uint256 secret = uint256(keccak256("nobody's key"));
        IStakedValidation.TeeAnswer memory answer = _signed(HASH, KeyType.Secp256k1, secret, 7);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedKeyNotTrusted.selector, answer.keyId));
        staked.answerWithTEE(HASH, answer);
        answer = _answer(HASH, 7);
        vm.prank(guardian);
        teeKeys.revoke(k1Id, "leaked");
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedKeyNotTrusted.selector, k1Id));
        staked.answerWithTEE(HASH, answer);
    }

    function test_answerWithTEE_trustExpires() external {
        uint256 end = teeKeys.getKey(r1Id).trustedUntil;
        vm.warp(end - 1);
        _open(OTHER, IStakedValidation.Mode.TEE);
        IStakedValidation.TeeAnswer memory answer = _signed(OTHER, KeyType.P256, R1_SECRET, 7);
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedKeyNotTrusted.selector, r1Id));
        staked.answerWithTEE(OTHER, answer);
        vm.warp(end - 1);
        staked.answerWithTEE(OTHER, answer);
    }

    function test_answerWithTEE_theMeasurementThatIsAskedFor() external {
        bytes32[2] memory asked = [MEASUREMENT, bytes32(uint256(MEASUREMENT) ^ 1)];
        for (uint256 i; i < 2; ++i) {
            bytes32 requestHash = keccak256(abi.encode(i));
            _askFor(requestHash);
            IStakedValidation.Terms memory terms = _terms(IStakedValidation.Mode.TEE);
            terms.measurement = asked[i];
            _openAs(client, requestHash, terms, DEPOSIT);
            IStakedValidation.TeeAnswer memory answer = _answer(requestHash, 7);
            if (i == 1) {
                vm.expectRevert(
                    abi.encodeWithSelector(
                        IStakedValidation.StakedWrongMeasurement.selector, k1Id, MEASUREMENT, asked[i]
                    )
                );
            }
            staked.answerWithTEE(requestHash, answer);
        }
    }

    function test_A12_answerWithTEE_revertsWithStakedWrongSignature_overAnotherAnswer() external {
        _open(OTHER, IStakedValidation.Mode.TEE);
        KeyType[2] memory types = [KeyType.Secp256k1, KeyType.P256];
        for (uint256 i; i < 2; ++i) {
            uint256 secret = i == 0 ? K1_SECRET : R1_SECRET;
            IStakedValidation.TeeAnswer memory answer = _signed(HASH, types[i], secret, 7);
            answer.response = 8;
            _refusesSignature(HASH, answer);
            answer = _signed(HASH, types[i], secret, 7);
            answer.evidenceHash = OTHER;
            _refusesSignature(HASH, answer);
            answer = _signed(HASH, types[i], secret, 7);
            answer.payee = stranger;
            _refusesSignature(HASH, answer);
            _refusesSignature(OTHER, _signed(HASH, types[i], secret, 7));
        }
    }

    function test_A12_answerWithTEE_revertsWithStakedWrongSignature_ofAnotherKey() external {
        uint256 secret = uint256(keccak256("nobody's key")) >> 1;
        IStakedValidation.TeeAnswer memory answer = _signed(HASH, KeyType.Secp256k1, secret, 7);
        answer.keyId = k1Id;
        _refusesSignature(HASH, answer);
        answer = _signed(HASH, KeyType.P256, secret, 7);
        answer.keyId = r1Id;
        _refusesSignature(HASH, answer);
        // A trusted key under the other type.
        answer = _answer(HASH, 7);
        answer.keyType = KeyType.P256;
        _refusesSignature(HASH, answer);
        answer = _signed(HASH, KeyType.P256, R1_SECRET, 7);
        answer.keyType = KeyType.Secp256k1;
        _refusesSignature(HASH, answer);
    }

    function test_A12_answerWithTEE_revertsInTheNextRound() external {
        _warpToReveal(HASH);
        IStakedValidation.TeeAnswer memory answer = _answer(HASH, 7);
        staked.finalize(HASH);
        _openAs(client, HASH, _terms(IStakedValidation.Mode.TEE), DEPOSIT);
        _refusesSignature(HASH, answer);
    }

    function test_answerWithTEE_revertsWithStakedWrongSignature_malformed() external {
        for (uint256 i; i < 2; ++i) {
            IStakedValidation.TeeAnswer memory answer =
                i == 0 ? _answer(HASH, 7) : _signed(HASH, KeyType.P256, R1_SECRET, 7);
            bytes memory good = answer.signature;
            answer.signature = "";
            _refusesSignature(HASH, answer);
            answer.signature = bytes.concat(good, hex"00");
            _refusesSignature(HASH, answer);
            answer.signature = new bytes(good.length);
            _refusesSignature(HASH, answer);
            answer.signature = _shortened(good);
            _refusesSignature(HASH, answer);
            answer.signature = _highS(good, i == 0);
            _refusesSignature(HASH, answer);
        }
    }

    function test_teeVerdictDigest_isTypedData() external view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("StakedValidation"),
                keccak256("1"),
                block.chainid,
                address(staked)
            )
        );
        bytes32 typeHash =
            keccak256("TEEVerdict(bytes32 requestHash,uint16 round,uint8 response,bytes32 evidenceHash,address payee)");
        bytes32 structHash = keccak256(abi.encode(typeHash, HASH, 3, 99, EVIDENCE, payee));
        bytes32 expected = keccak256(abi.encodePacked(hex"1901", domain, structHash));
        assertEq(staked.teeVerdictDigest(HASH, 3, 99, EVIDENCE, payee), expected);
    }

    function _refusesSignature(bytes32 requestHash, IStakedValidation.TeeAnswer memory answer) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IStakedValidation.StakedWrongSignature.selector, answer.keyId, _digest(requestHash, answer)
            )
        );
        staked.answerWithTEE(requestHash, answer);
    }

    function _shortened(bytes memory data) private pure returns (bytes memory shorter) {
        shorter = new bytes(data.length - 1);
        for (uint256 i; i < shorter.length; ++i) {
            shorter[i] = data[i];
        }
    }

    /// @dev The twin of a signature, which the curves' equations accept as well.
    function _highS(bytes memory good, bool secp256k1) private pure returns (bytes memory twin) {
        twin = bytes.concat(good);
        uint256 order = secp256k1 ? SECP256K1_ORDER : P256_ORDER;
        assembly ("memory-safe") {
            let s := add(twin, 64)
            mstore(s, sub(order, mload(s)))
        }
        if (secp256k1) twin[64] = bytes1(55 - uint8(twin[64]));
    }
}
