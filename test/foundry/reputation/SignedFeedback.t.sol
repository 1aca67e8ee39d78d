// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Reputation} from "../../../contracts/interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IReputationSigned} from "../../../contracts/interfaces/IReputationSigned.sol";
import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {
    AnsweringWallet,
    BurningWallet,
    ContractWallet,
    FloodingWallet,
    RevertingWallet
} from "../mocks/identity/Wallets.sol";
import {TrustFixture} from "./TrustFixture.sol";

contract SignedFeedbackTest is TrustFixture {
    string private constant FEEDBACK_FIELDS =
        "uint256 agentId,int128 value,uint8 valueDecimals,string tag1,string tag2,string endpoint,string feedbackURI,bytes32 feedbackHash,uint256 nonce,uint256 deadline)";
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
    uint256 private constant ORDER = 2 * HALF_ORDER + 1;

    address private _signer;
    uint256 private _key;

    function setUp() public override {
        super.setUp();
        (_signer, _key) = makeAddrAndKey("signer");
    }

    function _by(uint256 nonce) private view returns (IReputationSigned.SignedBy memory) {
        return _by(_signer, nonce);
    }

    function _by(address who, uint256 nonce) private view returns (IReputationSigned.SignedBy memory) {
        return IReputationSigned.SignedBy({client: who, nonce: nonce, deadline: block.timestamp + 1 hours});
    }

    function _sign(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _feedback() private view returns (IERC8004ReputationRegistryV2.FeedbackInput memory) {
        return _input(agent, 87, 1, "starred", "week");
    }

    function _send(IReputationSigned.SignedBy memory by, bytes memory signature) private {
        vm.prank(anybody);
        registry.giveFeedbackBySig(_feedback(), by, signature);
    }

    function _expectInvalid(IReputationSigned.SignedBy memory by, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(IReputationSigned.ReputationInvalidSignature.selector, by.client));
        _send(by, signature);
    }

    function test_GiveFeedbackBySig() external {
        IReputationSigned.SignedBy memory by = _by(77);
        bytes memory signature = _sign(_key, registry.feedbackDigest(_feedback(), by));
        vm.warp(by.deadline);
        assertFalse(registry.isNonceUsed(_signer, 77));
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationSigned.NonceUsed(_signer, 77);
        _expectNewFeedback(agent, _signer, 1, 87, 1, "starred", "week");
        _send(by, signature);
        assertTrue(registry.isNonceUsed(_signer, 77));
        _assertFeedback(_signer, 1, 87, 1, "starred", "week", false);
        _assertClass(_signer, 1, FeedbackClass.Open);
        vm.expectRevert(abi.encodeWithSelector(IReputationSigned.ReputationNonceUsed.selector, _signer, 77));
        _send(by, signature);
    }

    /// @dev Who signed counts, not who brings it.
    function test_P17_TheAgentSideCantRateBySignature() external {
        IReputationSigned.SignedBy memory by = _by(1);
        bytes memory signature = _sign(_key, registry.feedbackDigest(_feedback(), by));
        bytes memory refused =
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationSelfFeedback.selector, agent, _signer);
        vm.prank(owner);
        identity.setApprovalForAll(_signer, true);
        vm.expectRevert(refused);
        _send(by, signature);
        vm.startPrank(owner);
        identity.setApprovalForAll(_signer, false);
        identity.approve(_signer, agent);
        vm.stopPrank();
        vm.expectRevert(refused);
        _send(by, signature);
        vm.prank(owner);
        identity.transferFrom(owner, _signer, agent);
        vm.expectRevert(refused);
        _send(by, signature);
        vm.prank(_signer);
        identity.transferFrom(_signer, anybody, agent);
        _send(by, signature);
        assertEq(registry.getLastIndex(agent, _signer), 1);
    }

    function test_GiveTaskFeedbackBySig() external {
        _authorize(_signer, _authorization(TASK));
        IReputationSigned.SignedBy memory by = _by(0);
        bytes memory signature = _sign(_key, registry.taskFeedbackDigest(TASK, _feedback(), by));
        _expectNewFeedback(agent, _signer, 1, 87, 1, "starred", "week");
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTasks.TaskFeedbackGiven(_signer, TASK, 1);
        vm.prank(anybody);
        registry.giveTaskFeedbackBySig(TASK, _feedback(), by, signature);
        _assertTrust(FeedbackClass.TaskBacked, "starred", 1, 8.7e18);
        vm.expectRevert(abi.encodeWithSelector(IReputationSigned.ReputationNonceUsed.selector, _signer, 0));
        registry.giveTaskFeedbackBySig(TASK, _feedback(), by, signature);
    }

    function test_RevertWhen_TheTaskIsAnotherAgents() external {
        _authorize(_signer, _authorization(TASK, secondAgent, address(0), 0));
        IReputationSigned.SignedBy memory by = _by(0);
        bytes memory signature = _sign(_key, registry.taskFeedbackDigest(TASK, _feedback(), by));
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTasks.ReputationTaskOfOtherAgent.selector, TASK, secondAgent, agent)
        );
        registry.giveTaskFeedbackBySig(TASK, _feedback(), by, signature);
        assertFalse(registry.isNonceUsed(_signer, 0));
        // The other way round as well, since one of the two ids is 0.
        bytes32 other = keccak256("other task");
        _authorize(_signer, _authorization(other));
        by = _by(0);
        IERC8004ReputationRegistryV2.FeedbackInput memory input = _input(secondAgent, 87, 1, "starred", "week");
        signature = _sign(_key, registry.taskFeedbackDigest(other, input, by));
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTasks.ReputationTaskOfOtherAgent.selector, other, agent, secondAgent)
        );
        registry.giveTaskFeedbackBySig(other, input, by, signature);
        assertFalse(registry.isNonceUsed(_signer, 0));
    }

    function test_RevokeFeedbackBySig() external {
        _give(_signer, 5, 0, "", "");
        _rateNew(_signer, TASK, 6, 0, "");
        IReputationSigned.SignedBy memory by = _by(300);
        bytes memory signature = _sign(_key, registry.revocationDigest(agent, 2, by));
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Reputation.FeedbackRevoked(agent, _signer, 2);
        vm.prank(anybody);
        registry.revokeFeedbackBySig(agent, 2, by, signature);
        _assertSummary(_signer, 1, 5, 0);
        _assertTrust(FeedbackClass.TaskBacked, "", 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IReputationSigned.ReputationNonceUsed.selector, _signer, 300));
        registry.revokeFeedbackBySig(agent, 2, by, signature);
        by.nonce = 301;
        vm.expectRevert(abi.encodeWithSelector(IReputationSigned.ReputationInvalidSignature.selector, _signer));
        registry.revokeFeedbackBySig(agent, 1, by, signature);
        assertFalse(registry.isNonceUsed(_signer, 301));
    }

    function test_RevertWhen_Expired() external {
        IReputationSigned.SignedBy memory by = _by(0);
        bytes memory signature = _sign(_key, registry.feedbackDigest(_feedback(), by));
        vm.warp(by.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IReputationSigned.ReputationSignatureExpired.selector, _signer, by.deadline)
        );
        _send(by, signature);
    }

    function test_NoncesInAnyOrder() external {
        uint256[4] memory nonces = [uint256(255), 0, type(uint256).max, 256];
        for (uint256 i; i < nonces.length; ++i) {
            IReputationSigned.SignedBy memory by = _by(nonces[i]);
            _send(by, _sign(_key, registry.feedbackDigest(_feedback(), by)));
            assertTrue(registry.isNonceUsed(_signer, nonces[i]));
        }
        assertFalse(registry.isNonceUsed(_signer, 1));
        assertFalse(registry.isNonceUsed(_signer, 257));
        assertFalse(registry.isNonceUsed(other, 0));
        assertEq(registry.getLastIndex(agent, _signer), 4);
    }

    function test_CancelNonce() external {
        IReputationSigned.SignedBy memory by = _by(5);
        bytes memory signature = _sign(_key, registry.feedbackDigest(_feedback(), by));
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationSigned.NonceUsed(_signer, 5);
        vm.startPrank(_signer);
        registry.cancelNonce(5);
        bytes memory expected = abi.encodeWithSelector(IReputationSigned.ReputationNonceUsed.selector, _signer, 5);
        vm.expectRevert(expected);
        registry.cancelNonce(5);
        vm.stopPrank();
        vm.expectRevert(expected);
        _send(by, signature);
    }

    function test_RevertWhen_TheCallItselfIsRefused() external {
        IReputationSigned.SignedBy memory by = _by(0);
        bytes memory signature = _sign(_key, registry.feedbackDigest(_feedback(), by));
        _setOperator(_signer, true);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationSelfFeedback.selector, agent, _signer)
        );
        _send(by, signature);
        assertFalse(registry.isNonceUsed(_signer, 0));
    }

    function test_RevertWhen_TheSignatureIsMalformed() external {
        IReputationSigned.SignedBy memory by = _by(0);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key, registry.feedbackDigest(_feedback(), by));
        _expectInvalid(by, abi.encodePacked(r, bytes32(ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27)));
        _expectInvalid(by, abi.encodePacked(r, s, v - 27));
        _expectInvalid(by, abi.encodePacked(r, s));
        _expectInvalid(by, abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)))); // EIP-2098
        _expectInvalid(by, abi.encodePacked(r, s, v, v));
        _expectInvalid(by, "");
        // What no key gives must not pass for the zero address.
        IReputationSigned.SignedBy memory nobody = _by(address(0), 0);
        _expectInvalid(nobody, abi.encodePacked(r, s, uint8(29)));
        _send(by, abi.encodePacked(r, s, v));
    }

    function testFuzz_EveryFieldIsSigned(uint256 which, uint256 change) external {
        IReputationSigned.SignedBy memory by = _by(0);
        bytes memory signature = _sign(_key, registry.feedbackDigest(_feedback(), by));
        IERC8004ReputationRegistryV2.FeedbackInput memory input = _feedback();
        which = bound(which, 0, 9);
        if (which == 0) input.agentId = secondAgent;
        if (which == 1) input.value = int128(int256(bound(change, 88, 1e38)));
        if (which == 2) input.valueDecimals = uint8(bound(change, 2, 18));
        if (which == 3) input.tag1 = vm.toString(change);
        if (which == 4) input.tag2 = vm.toString(change);
        if (which == 5) input.endpoint = vm.toString(change);
        if (which == 6) input.feedbackURI = vm.toString(change);
        if (which == 7) input.feedbackHash = bytes32(change);
        if (which == 8) by.nonce = bound(change, 1, type(uint256).max);
        if (which == 9) by.deadline = bound(change, by.deadline + 1, type(uint256).max);
        vm.assume(which != 7 || bytes32(change) != HASH);
        vm.expectRevert(abi.encodeWithSelector(IReputationSigned.ReputationInvalidSignature.selector, _signer));
        registry.giveFeedbackBySig(input, by, signature);
    }

    /// @dev A signature for the one call doesn't serve the other.
    function test_RevertWhen_SignedForAnotherCall() external {
        _authorize(_signer, _authorization(TASK));
        IReputationSigned.SignedBy memory by = _by(0);
        bytes memory plain = _sign(_key, registry.feedbackDigest(_feedback(), by));
        bytes memory task = _sign(_key, registry.taskFeedbackDigest(TASK, _feedback(), by));
        bytes memory otherTask = _sign(_key, registry.taskFeedbackDigest(OTHER_TASK, _feedback(), by));
        _expectInvalid(by, task);
        bytes memory expected = abi.encodeWithSelector(IReputationSigned.ReputationInvalidSignature.selector, _signer);
        vm.expectRevert(expected);
        registry.giveTaskFeedbackBySig(TASK, _feedback(), by, plain);
        vm.expectRevert(expected);
        registry.giveTaskFeedbackBySig(TASK, _feedback(), by, otherTask);
        by.client = other;
        vm.expectRevert(abi.encodeWithSelector(IReputationSigned.ReputationInvalidSignature.selector, other));
        registry.giveFeedbackBySig(_feedback(), by, plain);
    }

    function test_ContractClient() external {
        ContractWallet wallet = new ContractWallet();
        IReputationSigned.SignedBy memory by = _by(address(wallet), 0);
        _expectInvalid(by, "signature");
        wallet.approve(registry.feedbackDigest(_feedback(), by), "signature");
        _send(by, "signature");
        assertEq(registry.getLastIndex(agent, address(wallet)), 1);
        by.nonce = 1;
        _expectInvalid(by, "signature");
    }

    function test_RevertWhen_AContractAnswersWrongly() external {
        address[5] memory wallets = [
            address(new AnsweringWallet("")),
            address(new AnsweringWallet(abi.encodePacked(bytes4(0x1626ba7e)))),
            address(new AnsweringWallet(abi.encode(bytes4(0xffffffff)))),
            address(new RevertingWallet()),
            address(new FloodingWallet())
        ];
        for (uint256 i; i < wallets.length; ++i) {
            _expectInvalid(_by(wallets[i], 0), "signature");
        }
        IReputationSigned.SignedBy memory by = _by(address(new BurningWallet()), 0);
        vm.expectRevert(abi.encodeWithSelector(IReputationSigned.ReputationInvalidSignature.selector, by.client));
        registry.giveFeedbackBySig{gas: 2_000_000}(_feedback(), by, "signature");
    }

    /// @dev EIP-7702: an account with delegated code signs with its key, whatever the code says.
    function test_DelegatedClient() external {
        vm.signAndAttachDelegation(address(new AnsweringWallet("")), _key);
        vm.prank(_signer);
        registry.cancelNonce(9);
        assertEq(_signer.code.length, 23);
        IReputationSigned.SignedBy memory by = _by(0);
        _send(by, _sign(_key, registry.feedbackDigest(_feedback(), by)));
        assertEq(registry.getLastIndex(agent, _signer), 1);
    }

    /// @dev EIP-712 by hand.
    function test_Digests() external view {
        IReputationSigned.SignedBy memory by = _by(3);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ERC8004ReputationRegistryV2"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        bytes memory fields = abi.encode(
            agent,
            int128(87),
            uint8(1),
            keccak256("starred"),
            keccak256("week"),
            keccak256(bytes(ENDPOINT)),
            keccak256(bytes(URI)),
            HASH,
            by.nonce,
            by.deadline
        );
        bytes32 typehash = keccak256(bytes(string.concat("GiveFeedback(address client,", FEEDBACK_FIELDS)));
        bytes32 hash = keccak256(bytes.concat(abi.encode(typehash, _signer), fields));
        assertEq(registry.feedbackDigest(_feedback(), by), keccak256(abi.encodePacked("\x19\x01", domain, hash)));
        typehash = keccak256(bytes(string.concat("GiveTaskFeedback(address client,bytes32 taskId,", FEEDBACK_FIELDS)));
        hash = keccak256(bytes.concat(abi.encode(typehash, _signer, TASK), fields));
        assertEq(
            registry.taskFeedbackDigest(TASK, _feedback(), by), keccak256(abi.encodePacked("\x19\x01", domain, hash))
        );
        typehash = keccak256(
            "RevokeFeedback(address client,uint256 agentId,uint64 feedbackIndex,uint256 nonce,uint256 deadline)"
        );
        hash = keccak256(abi.encode(typehash, _signer, agent, uint64(9), by.nonce, by.deadline));
        assertEq(registry.revocationDigest(agent, 9, by), keccak256(abi.encodePacked("\x19\x01", domain, hash)));
    }
}
