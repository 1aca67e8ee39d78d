// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Vm} from "forge-std/Vm.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {
    AnsweringWallet,
    BurningWallet,
    ContractWallet,
    FloodingWallet,
    RevertingWallet,
    WritingWallet
} from "../mocks/identity/Wallets.sol";
import {AgentOfAlice} from "./setters.t.sol";

contract SetAgentWalletTest is AgentOfAlice {
    /// @dev Order of the secp256k1 group.
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    Vm.Wallet private _wallet;
    uint256 private _deadline = START + 100;

    function setUp() public override {
        super.setUp();
        _wallet = vm.createWallet("wallet");
    }

    function test_RevertWhen_theAgentDoesNotExist() public {
        _expectNonexistent(2);
        vm.prank(alice);
        registry.setAgentWallet(2, _wallet.addr, _deadline, "");
    }

    function test_RevertWhen_theCallerIsNeitherOwnerNorOperatorNorApproved() public {
        bytes memory signature = _sign(_wallet, 0, _deadline);
        _expectNotAuthorized(0, eve);
        vm.prank(eve);
        registry.setAgentWallet(0, _wallet.addr, _deadline, signature);
        // Not even the new wallet itself.
        _expectNotAuthorized(0, _wallet.addr);
        vm.prank(_wallet.addr);
        registry.setAgentWallet(0, _wallet.addr, _deadline, signature);
    }

    function test_RevertWhen_theNewWalletIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityZeroWallet.selector, 0));
        vm.prank(alice);
        registry.setAgentWallet(0, address(0), _deadline, new bytes(65));
    }

    function test_RevertWhen_theDeadlineHasPassed() public {
        bytes memory signature = _sign(_wallet, 0, START - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityWalletDeadlineExpired.selector, START - 1, START)
        );
        vm.prank(alice);
        registry.setAgentWallet(0, _wallet.addr, START - 1, signature);
        _expectSet(alice, _wallet, START);
    }

    function test_RevertWhen_theDeadlineIsTooFarAhead() public {
        bytes memory signature = _sign(_wallet, 0, START + 301);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004IdentityRegistry.IdentityWalletDeadlineTooFar.selector, START + 301, START + 300
            )
        );
        vm.prank(alice);
        registry.setAgentWallet(0, _wallet.addr, START + 301, signature);
        _expectSet(alice, _wallet, START + 300);
    }

    function testFuzz_RevertWhen_theDeadlineIsTooFarAhead(uint256 deadline) public {
        deadline = bound(deadline, START + 301, type(uint256).max);
        bytes memory signature = _sign(_wallet, 0, deadline);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004IdentityRegistry.IdentityWalletDeadlineTooFar.selector, deadline, START + 300
            )
        );
        vm.prank(alice);
        registry.setAgentWallet(0, _wallet.addr, deadline, signature);
    }

    function test_RevertWhen_theDeadlineIsNotLaterThanTheOneAcceptedLast() public {
        _expectSet(alice, _wallet, START + 50);
        Vm.Wallet memory other = vm.createWallet("other");
        for (uint256 deadline = START + 49; deadline <= START + 50; ++deadline) {
            bytes memory signature = _sign(other, 0, deadline);
            _expectNotLater(deadline, START + 50);
            vm.prank(alice);
            registry.setAgentWallet(0, other.addr, deadline, signature);
        }
        _expectSet(alice, other, START + 51);
    }

    /// @dev Each agent has its own last deadline.
    function test_AnotherAgentsDeadlineDoesNotCount() public {
        _expectSet(alice, _wallet, START + 50);
        _setWallet(_wallet, 1, START + 50);
        assertEq(registry.getAgentWallet(1), _wallet.addr);
    }

    function test_WhenItsKeySigned() public {
        for (uint256 i; i < 3; ++i) {
            _expectSet(_side()[i], vm.createWallet(vm.toString(i)), _deadline + i);
        }
        _expectSet(alice, _wallet, _deadline + 3);
        assertEq(registry.tokenURI(0), IPFS_URI);
        assertEq(registry.ownerOf(0), alice);
        assertEq(registry.getApproved(0), bob);
        assertEq(registry.getAgentWallet(1), eve);
    }

    function test_WhenItsKeySigned_afterUnset() public {
        _expectSet(alice, _wallet, _deadline);
        vm.prank(alice);
        registry.unsetAgentWallet(0);
        _expectSet(alice, _wallet, _deadline + 1);
    }

    function test_WhenTheOwnerNamesItself() public {
        Vm.Wallet memory owner = vm.createWallet("owner");
        vm.prank(owner.addr);
        uint256 agentId = registry.register();
        _setWallet(owner, agentId, _deadline);
        assertEq(registry.getAgentWallet(agentId), owner.addr);
    }

    /// @dev Code of EIP-7702: 0xef0100 and the address of the delegate. The key still signs for the account.
    function test_WhenItsKeySigned_withDelegatedCode() public {
        ContractWallet delegate = new ContractWallet();
        bytes memory signature = _sign(_wallet, 0, _deadline);
        vm.etch(_wallet.addr, bytes.concat(hex"ef0100", bytes20(address(delegate))));
        vm.prank(alice);
        registry.setAgentWallet(0, _wallet.addr, _deadline, signature);
        assertEq(registry.getAgentWallet(0), _wallet.addr);
    }

    function testFuzz_WhenItsKeySigned(uint256 key, uint256 ahead) public {
        Vm.Wallet memory wallet = vm.createWallet(bound(key, 1, ORDER - 1));
        _expectSet(alice, wallet, START + bound(ahead, 0, 300));
    }

    function test_RevertWhen_anotherKeySigned() public {
        Vm.Wallet memory other = vm.createWallet("other");
        bytes memory signature = _signDigest(other, _digest(0, _wallet.addr, _deadline));
        _expectInvalid(_wallet.addr, signature);
        // The owner can't consent in the wallet's place.
        Vm.Wallet memory owner = vm.createWallet("alice");
        assertEq(owner.addr, alice);
        _expectInvalid(_wallet.addr, _signDigest(owner, _digest(0, _wallet.addr, _deadline)));
    }

    function test_RevertWhen_aSignedValueDiffers() public {
        address self = address(registry);
        uint256 chain = block.chainid;
        address wallet = _wallet.addr;
        bytes32[6] memory digests = [
            _walletDigest(self, chain, 1, wallet, alice, _deadline),
            _walletDigest(self, chain, 0, eve, alice, _deadline),
            _walletDigest(self, chain, 0, wallet, bob, _deadline),
            _walletDigest(self, chain, 0, wallet, alice, _deadline + 1),
            _walletDigest(self, chain + 1, 0, wallet, alice, _deadline),
            _walletDigest(address(this), chain, 0, wallet, alice, _deadline)
        ];
        for (uint256 i; i < digests.length; ++i) {
            _expectInvalid(wallet, _signDigest(_wallet, digests[i]));
        }
    }

    /// @dev A fork of the chain: the domain follows the chain id of the moment, not that of the deployment.
    function test_WhenTheChainIdChanges() public {
        bytes memory old = _sign(_wallet, 0, _deadline);
        vm.chainId(block.chainid + 1);
        _expectInvalid(_wallet.addr, old);
        _expectSet(alice, _wallet, _deadline);
    }

    function test_RevertWhen_theSignatureIsMalformed() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_wallet, _digest(0, _wallet.addr, _deadline));
        bytes32 high = bytes32(ORDER - uint256(s));
        uint8 flipped = v == 27 ? 28 : 27;
        bytes32 compact = v == 28 ? bytes32(uint256(s) | 1 << 255) : s;
        bytes[10] memory signatures = [
            bytes.concat(r, high, bytes1(flipped)),
            bytes.concat(r, s, bytes1(flipped)),
            bytes.concat(r, s, bytes1(v - 27)),
            bytes.concat(r, s, bytes1(v + 8)),
            bytes.concat(r, s),
            bytes.concat(r, compact),
            bytes.concat(r, s, bytes1(v), bytes1(0)),
            "",
            new bytes(65),
            bytes.concat(bytes32(ORDER), s, bytes1(v))
        ];
        for (uint256 i; i < signatures.length; ++i) {
            _expectInvalid(_wallet.addr, signatures[i]);
        }
    }

    function testFuzz_RevertWhen_oneBitOfTheSignatureDiffers(uint256 bit) public {
        bytes memory signature = _sign(_wallet, 0, _deadline);
        bit = bound(bit, 0, 65 * 8 - 1);
        signature[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        _expectInvalid(_wallet.addr, signature);
    }

    function test_WhenAContractConfirms() public {
        ContractWallet wallet = new ContractWallet();
        bytes[3] memory signatures = [bytes(""), _bytes(1, 65), _bytes(2, 1000)];
        for (uint256 i; i < 3; ++i) {
            uint256 deadline = _deadline + i;
            wallet.approve(_digest(0, address(wallet), deadline), signatures[i]);
            vm.recordLogs();
            vm.prank(alice);
            registry.setAgentWallet(0, address(wallet), deadline, signatures[i]);
            _logWallet(0, address(wallet));
            _checkLogs();
            assertEq(registry.getAgentWallet(0), address(wallet));
        }
    }

    function test_RevertWhen_aContractDeniesTheSignature() public {
        ContractWallet wallet = new ContractWallet();
        wallet.approve(_digest(0, address(wallet), _deadline), "good");
        _expectInvalid(address(wallet), "bad");
        // A signature of the owner of such a wallet is no signature of the wallet.
        _expectInvalid(address(wallet), _signDigest(_wallet, _digest(0, address(wallet), _deadline)));
    }

    function test_RevertWhen_aContractAnswersInAnotherShape() public {
        bytes4 magic = IERC1271.isValidSignature.selector;
        bytes[7] memory answers = [
            bytes(""),
            bytes.concat(magic),
            bytes.concat(magic, new bytes(27)),
            abi.encode(uint256(uint32(magic))),
            abi.encode(true),
            abi.encode(bytes32(magic) | bytes32(uint256(1))),
            abi.encode(uint256(0), bytes32(magic))
        ];
        for (uint256 i; i < answers.length; ++i) {
            _expectInvalid(address(new AnsweringWallet(answers[i])), "signature");
        }
        _expectInvalid(address(new WritingWallet()), "signature");
    }

    /// @dev P13: whatever the wallet does, the call ends with the one error, nothing changes, and what the registry itself
    /// spends doesn't grow with what the wallet returns.
    function test_P13_RevertWhen_aContractIsHostile() public {
        uint256 modest = _expectInvalid(address(new AnsweringWallet("")), "signature");
        uint256 flood = _expectInvalid(address(new FloodingWallet()), "signature");
        // The wallet pays for the megabyte in its own memory (2.0 million gas); copying it would cost as much again.
        assertLt(flood, modest + 2_200_000);
        uint256 reverting = _expectInvalid(address(new RevertingWallet()), "signature");
        assertLt(reverting, modest + 2_200_000);
        _expectInvalid(address(new BurningWallet()), "signature");
    }

    function test_RevertWhen_theWalletIsAPrecompile() public {
        for (uint160 i = 1; i <= 0x11; ++i) {
            _expectInvalid(address(i), "signature");
        }
        _expectInvalid(address(registry), "signature");
    }

    function _expectSet(address caller, Vm.Wallet memory wallet, uint256 deadline) private {
        bytes memory signature = _sign(wallet, 0, deadline);
        vm.recordLogs();
        vm.prank(caller);
        registry.setAgentWallet(0, wallet.addr, deadline, signature);
        _logWallet(0, wallet.addr);
        _checkLogs();
        assertEq(registry.getAgentWallet(0), wallet.addr);
        assertEq(registry.getMetadata(0, WALLET_KEY), abi.encodePacked(wallet.addr));
    }

    function _expectNotLater(uint256 deadline, uint256 lastAccepted) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004IdentityRegistry.IdentityWalletDeadlineNotLater.selector, deadline, lastAccepted
            )
        );
    }

    function _expectInvalid(address wallet, bytes memory signature) private returns (uint256 gas) {
        bytes32 before = _state(0, "key");
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityInvalidWalletSignature.selector, 0, wallet)
        );
        vm.prank(alice);
        gas = gasleft();
        registry.setAgentWallet{gas: 16_000_000}(0, wallet, _deadline, signature);
        gas -= gasleft();
        assertEq(_state(0, "key"), before);
    }
}
