// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IOwnerSet} from "../../../contracts/interfaces/IOwnerSet.sol";
import {ISimpleMultiSig} from "../../../contracts/interfaces/ISimpleMultiSig.sol";
import {SimpleMultiSig} from "../../../contracts/SimpleMultiSig.sol";
import {AnsweringWallet, BurningWallet, FloodingWallet, RevertingWallet} from "../mocks/identity/Wallets.sol";
import {ApprovingOwner, Target} from "../mocks/multisig/Targets.sol";
import {MultiSigFixture} from "./MultiSigFixture.sol";

contract MultiSigSignaturesTest is MultiSigFixture {
    function test_executeWithSignatures_byAnybody() external {
        ISimpleMultiSig.Call[] memory calls = _call(address(target), 1 ether, abi.encodeCall(target.act, (9)));
        bytes32 digest = wallet.executionDigest(calls, NONCE, 0, FOREVER);
        vm.expectEmit(address(wallet));
        emit ISimpleMultiSig.SignedTransactionExecuted(NONCE, stranger, digest);
        _run(calls, _signed(calls, 3));
        assertEq(target.last(), 9);
        assertEq(target.received(), 1 ether);
        assertTrue(wallet.isNonceUsed(NONCE));
        assertFalse(wallet.isNonceUsed(NONCE + 1));
        assertTrue(wallet.isNonceUsed(0));
    }

    /// @dev The digest from the text of EIP-712, written out here.
    function test_executionDigest_isThatOfEIP712() external view {
        bytes32 callHash = keccak256(
            abi.encode(
                keccak256("Call(address target,uint256 value,bytes data)"), address(target), 5, keccak256("data")
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "Execution(Call[] calls,uint256 nonce,uint256 minGas,uint256 deadline,uint256 ownersVersion)Call(address target,uint256 value,bytes data)"
                ),
                keccak256(abi.encodePacked(callHash)),
                11,
                12,
                13,
                0
            )
        );
        assertEq(wallet.executionDigest(_call(address(target), 5, "data"), 11, 12, 13), _typed(structHash));
        bytes32 message =
            keccak256(abi.encode(keccak256("WalletMessage(bytes32 hash,uint256 ownersVersion)"), bytes32("m"), 0));
        assertEq(wallet.messageDigest("m"), _typed(message));
    }

    function _typed(bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("SimpleMultiSig"),
                keccak256("1"),
                block.chainid,
                address(wallet)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function test_executeWithSignatures_revertsWithMultiSigCallCount() external {
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigCallCount.selector, 0, 50));
        _run(new ISimpleMultiSig.Call[](0), new ISimpleMultiSig.Confirmation[](0));
    }

    function test_executeWithSignatures_revertsWithMultiSigExpired() external {
        ISimpleMultiSig.Call[] memory calls = _act(1);
        uint256 deadline = block.timestamp;
        ISimpleMultiSig.Confirmation[] memory signed =
            _sign(wallet.executionDigest(calls, NONCE, 0, deadline), owners, 3);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigExpired.selector, deadline, block.timestamp));
        wallet.executeWithSignatures(calls, NONCE, 0, deadline, signed);
        vm.warp(deadline);
        wallet.executeWithSignatures(calls, NONCE, 0, deadline, signed);
        assertEq(target.count(), 1);
    }

    function test_P40_executeWithSignatures_revertsWithMultiSigNonceUsed() external {
        ISimpleMultiSig.Call[] memory calls = _act(1);
        _run(calls, _signed(calls, 3));
        bytes memory used = abi.encodeWithSelector(ISimpleMultiSig.MultiSigNonceUsed.selector, NONCE);
        ISimpleMultiSig.Confirmation[] memory again = _signed(calls, 3);
        vm.expectRevert(used);
        _run(calls, again);
        // Other calls with the same nonce, and nonce 0.
        calls = _act(2);
        again = _signed(calls, 4);
        vm.expectRevert(used);
        _run(calls, again);
        again = _sign(wallet.executionDigest(calls, 0, 0, FOREVER), owners, 3);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigNonceUsed.selector, 0));
        wallet.executeWithSignatures(calls, 0, 0, FOREVER, again);
        assertEq(target.count(), 1);
    }

    function testFuzz_P40_everyNonceOnce(uint256[5] memory nonces) external {
        for (uint256 i; i < 5; ++i) {
            if (i == 3) nonces[3] = nonces[0] ^ 1;
            if (i == 4) nonces[4] = nonces[1];
            bool used = wallet.isNonceUsed(nonces[i]);
            bool expected = nonces[i] == 0;
            for (uint256 j; j < i; ++j) {
                if (nonces[j] == nonces[i]) expected = true;
            }
            assertEq(used, expected);
            if (used) vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigNonceUsed.selector, nonces[i]));
            vm.prank(address(wallet));
            wallet.cancelNonce(nonces[i]);
            assertTrue(wallet.isNonceUsed(nonces[i]));
        }
    }

    function test_P39_executeWithSignatures_revertsWithMultiSigTooFewConfirmations() external {
        ISimpleMultiSig.Call[] memory calls = _act(1);
        ISimpleMultiSig.Confirmation[] memory signed = _signed(calls, 2);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigTooFewConfirmations.selector, 2, 3));
        _run(calls, signed);
    }

    function test_P39_executeWithSignatures_revertsWithMultiSigUnsorted() external {
        ISimpleMultiSig.Call[] memory calls = _act(1);
        ISimpleMultiSig.Confirmation[] memory signed = _signed(calls, 3);
        (signed[1], signed[2]) = (signed[2], signed[1]);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigUnsorted.selector, 2, owners[1]));
        _run(calls, signed);
        signed[2] = signed[1];
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigUnsorted.selector, 2, owners[2]));
        _run(calls, signed);
        signed[0] = ISimpleMultiSig.Confirmation(address(0), "");
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigUnsorted.selector, 0, address(0)));
        _run(calls, signed);
    }

    function test_P39_executeWithSignatures_revertsWithMultiSigNotOwner() external {
        address[] memory others = _accounts("other", 3);
        ISimpleMultiSig.Call[] memory calls = _act(1);
        ISimpleMultiSig.Confirmation[] memory signed =
            _sign(wallet.executionDigest(calls, NONCE, 0, FOREVER), others, 3);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigNotOwner.selector, others[0]));
        _run(calls, signed);
    }

    /// @dev Every field of what is signed: another one makes the signatures invalid. So do another wallet and chain.
    function test_executeWithSignatures_everythingIsSigned() external {
        ISimpleMultiSig.Call[] memory calls = _act(1);
        ISimpleMultiSig.Confirmation[] memory signed = _signed(calls, 3);
        _expectInvalid(wallet, _act(2), NONCE, 0, FOREVER, signed);
        _expectInvalid(wallet, _call(address(target), 1, calls[0].data), NONCE, 0, FOREVER, signed);
        _expectInvalid(wallet, _call(stranger, 0, calls[0].data), NONCE, 0, FOREVER, signed);
        _expectInvalid(wallet, calls, NONCE + 1, 0, FOREVER, signed);
        _expectInvalid(wallet, calls, NONCE, 1, FOREVER, signed);
        _expectInvalid(wallet, calls, NONCE, 0, FOREVER - 1, signed);
        _expectInvalid(new SimpleMultiSig(owners, 3), calls, NONCE, 0, FOREVER, signed);
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        _expectInvalid(wallet, calls, NONCE, 0, FOREVER, signed);
        vm.chainId(chain);
        _run(calls, signed);
    }

    function test_executeWithSignatures_refusesMalformedSignatures() external {
        ISimpleMultiSig.Call[] memory calls = _act(1);
        ISimpleMultiSig.Confirmation[] memory signed = _signed(calls, 3);
        bytes memory good = signed[0].signature;
        (bytes32 r, bytes32 s) = abi.decode(good, (bytes32, bytes32));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        bytes[5] memory wrong = [
            bytes(""),
            abi.encodePacked(r, s),
            bytes.concat(good, hex"00"),
            abi.encodePacked(r, s, uint8(1)),
            abi.encodePacked(r, order - uint256(s), uint8(good[64]) == 27 ? uint8(28) : uint8(27))
        ];
        for (uint256 i; i < wrong.length; ++i) {
            signed[0].signature = wrong[i];
            _expectInvalid(wallet, calls, NONCE, 0, FOREVER, signed);
        }
    }

    function _expectInvalid(
        SimpleMultiSig to,
        ISimpleMultiSig.Call[] memory calls,
        uint256 nonce,
        uint256 minGas,
        uint256 deadline,
        ISimpleMultiSig.Confirmation[] memory signed
    ) private {
        bytes32 digest = to.executionDigest(calls, nonce, minGas, deadline);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigInvalidSignature.selector, owners[0], digest));
        to.executeWithSignatures(calls, nonce, minGas, deadline, signed);
    }

    function test_executeWithSignatures_ownersWithCode() external {
        ApprovingOwner approver = new ApprovingOwner();
        address[] memory mixed = new address[](2);
        (mixed[0], mixed[1]) = (owners[0], address(approver));
        _sort(mixed);
        wallet = new SimpleMultiSig(mixed, 2);
        ISimpleMultiSig.Call[] memory calls = _act(1);
        bytes32 digest = wallet.executionDigest(calls, NONCE, 0, FOREVER);
        ISimpleMultiSig.Confirmation[] memory signed = new ISimpleMultiSig.Confirmation[](2);
        for (uint256 i; i < 2; ++i) {
            signed[i].owner = mixed[i];
            if (mixed[i] == owners[0]) signed[i].signature = _signature(owners[0], digest);
        }
        vm.expectRevert(
            abi.encodeWithSelector(ISimpleMultiSig.MultiSigInvalidSignature.selector, address(approver), digest)
        );
        _run(calls, signed);
        approver.approve(digest);
        // An account of EIP-7702 has code and signs with its key all the same.
        vm.etch(owners[0], abi.encodePacked(hex"ef0100", address(approver)));
        _run(calls, signed);
        assertEq(target.count(), 1);
    }

    /// @dev An owner's contract that answers wrongly, floods or burns is not a confirmation and takes bounded gas.
    function test_P13_executeWithSignatures_hostileOwners() external {
        address[4] memory hostile = [
            address(new RevertingWallet()),
            address(new FloodingWallet()),
            address(new BurningWallet()),
            address(new AnsweringWallet(abi.encode(bytes4(0xffffffff))))
        ];
        for (uint256 i; i < hostile.length; ++i) {
            address[] memory one = new address[](1);
            one[0] = hostile[i];
            wallet = new SimpleMultiSig(one, 1);
            ISimpleMultiSig.Call[] memory calls = _act(1);
            bytes32 digest = wallet.executionDigest(calls, NONCE, 0, FOREVER);
            ISimpleMultiSig.Confirmation[] memory signed = new ISimpleMultiSig.Confirmation[](1);
            signed[0].owner = one[0];
            uint256 before = gasleft();
            vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigInvalidSignature.selector, one[0], digest));
            _run(calls, signed);
            assertLt(before - gasleft(), 400_000);
        }
    }

    function test_P41_executeWithSignatures_afterAnOwnerLeft() external {
        ISimpleMultiSig.Call[] memory calls = _act(1);
        ISimpleMultiSig.Confirmation[] memory signed = _signed(calls, 3);
        _do(_self(abi.encodeCall(wallet.removeOwner, (owners[4], 3))));
        _do(_self(abi.encodeCall(wallet.addOwner, (owners[4], 3))));
        assertEq(wallet.ownersVersion(), 1);
        _expectInvalid(wallet, calls, NONCE, 0, FOREVER, signed);
        _run(calls, _signed(calls, 3));
    }

    /// @dev The arguments of `MultiSigTooLittleGas`.
    function readGas(bytes calldata reason) external pure returns (uint256 left, uint256 needed) {
        return abi.decode(reason[4:], (uint256, uint256));
    }

    function test_executeWithSignatures_revertsWithMultiSigTooLittleGas() external {
        ISimpleMultiSig.Call[] memory calls = _act(1);
        uint256 minGas = 500_000;
        ISimpleMultiSig.Confirmation[] memory signed =
            _sign(wallet.executionDigest(calls, NONCE, minGas, FOREVER), owners, 3);
        bytes memory call = abi.encodeCall(wallet.executeWithSignatures, (calls, NONCE, minGas, FOREVER, signed));
        (bool success, bytes memory reason) = address(wallet).call{gas: 400_000}(call);
        assertFalse(success);
        assertEq(bytes4(reason), ISimpleMultiSig.MultiSigTooLittleGas.selector);
        (uint256 left, uint256 needed) = this.readGas(reason);
        assertLt(left, 400_000);
        assertEq(needed, minGas);
        (success,) = address(wallet).call{gas: 700_000}(call);
        assertTrue(success);
        assertGt(target.gasSeen(), minGas * 63 / 64 - 10_000);
    }

    function test_P42_executeWithSignatures_aFailingCallLeavesTheNonce() external {
        target.setMode(Target.Mode.RevertWithReason);
        ISimpleMultiSig.Call[] memory calls = _act(3);
        ISimpleMultiSig.Confirmation[] memory signed = _signed(calls, 3);
        bytes memory reason = abi.encodeWithSelector(Target.TargetFailed.selector, 3);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigCallFailed.selector, 0, address(target), reason));
        _run(calls, signed);
        assertFalse(wallet.isNonceUsed(NONCE));
        target.setMode(Target.Mode.Succeed);
        _run(calls, signed);
    }

    function test_isValidSignature() external {
        bytes32 digest = wallet.messageDigest("message");
        bytes memory signature = abi.encode(_sign(digest, owners, 3));
        assertEq(wallet.isValidSignature("message", signature), IERC1271.isValidSignature.selector);
        bytes32 other = wallet.messageDigest("other");
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigInvalidSignature.selector, owners[0], other));
        wallet.isValidSignature("other", signature);
        bytes memory few = abi.encode(_sign(digest, owners, 2));
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigTooFewConfirmations.selector, 2, 3));
        wallet.isValidSignature("message", few);
        // What the decoder does with what is no list: it reverts without data.
        vm.expectRevert(bytes(""));
        wallet.isValidSignature("message", "garbage");
    }

    /// @dev A wallet as owner of a wallet.
    function test_isValidSignature_forAnotherWallet() external {
        address[] memory one = new address[](1);
        one[0] = address(wallet);
        SimpleMultiSig upper = new SimpleMultiSig(one, 1);
        ISimpleMultiSig.Call[] memory calls = _act(5);
        bytes32 digest = upper.executionDigest(calls, NONCE, 0, FOREVER);
        ISimpleMultiSig.Confirmation[] memory signed = new ISimpleMultiSig.Confirmation[](1);
        signed[0].owner = address(wallet);
        signed[0].signature = abi.encode(_sign(wallet.messageDigest(digest), owners, 3));
        upper.executeWithSignatures(calls, NONCE, 0, FOREVER, signed);
        assertEq(target.last(), 5);
    }

    function test_cancelNonce() external {
        ISimpleMultiSig.Call[] memory calls = _act(1);
        ISimpleMultiSig.Confirmation[] memory signed = _signed(calls, 3);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigOnlySelf.selector, owners[0]));
        vm.prank(owners[0]);
        wallet.cancelNonce(NONCE);
        uint256 id = _proposeWith(_self(abi.encodeCall(wallet.cancelNonce, (NONCE))), 3);
        vm.expectEmit(address(wallet));
        emit ISimpleMultiSig.NonceCancelled(NONCE);
        _execute(id, _self(abi.encodeCall(wallet.cancelNonce, (NONCE))));
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigNonceUsed.selector, NONCE));
        _run(calls, signed);
    }

    function _run(ISimpleMultiSig.Call[] memory calls, ISimpleMultiSig.Confirmation[] memory signed) private {
        vm.prank(stranger);
        wallet.executeWithSignatures(calls, NONCE, 0, FOREVER, signed);
    }
}
