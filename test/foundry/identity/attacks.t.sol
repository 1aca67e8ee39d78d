// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm} from "forge-std/Vm.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {ContractWallet} from "../mocks/identity/Wallets.sol";
import {AgentOfAlice} from "./setters.t.sol";

contract IdentityAttacksTest is AgentOfAlice {
    Vm.Wallet private _wallet;
    uint256 private _deadline = START + 300;
    bytes private _signature;

    function setUp() public override {
        super.setUp();
        _wallet = vm.createWallet("wallet");
        _signature = _sign(_wallet, 0, _deadline);
    }

    /// @dev Registering again, in whatever way and by whomever, leaves the first agent as it was.
    function test_attack_A29_aSecondRegistrationResetsNothing() public {
        vm.prank(alice);
        registry.setMetadata(0, "key", "value");
        _accept(0);
        bytes32 before = _state(0, "key");
        string[] memory uris = new string[](5);
        address[4] memory callers = [alice, bob, eve, _wallet.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.startPrank(callers[i]);
            registry.register();
            registry.register(IPFS_URI);
            registry.register(IPFS_URI, _entries("key", "other"));
            registry.registerBatch(uris);
            registry.registerFor(alice, IPFS_URI);
            vm.stopPrank();
        }
        assertEq(_state(0, "key"), before);
        assertTrue(registry.isAuthorizedOrOwner(bob, 0));
        assertTrue(registry.isAuthorizedOrOwner(carol, 0));
        assertEq(registry.agentCount(), 2 + 4 * 9);
        // Nor does the wallet signature count again.
        _expectReplayFails(0, _deadline);
    }

    /// @dev The seller of an agent keeps nothing: no wallet, no approval, no operator of his.
    function test_attack_A46_theSellerKeepsNothing() public {
        _accept(0);
        vm.prank(alice);
        registry.transferFrom(alice, eve, 0);
        assertEq(registry.getAgentWallet(0), address(0));
        address[4] memory former = [alice, bob, carol, _wallet.addr];
        for (uint256 i; i < former.length; ++i) {
            assertFalse(registry.isAuthorizedOrOwner(former[i], 0));
            _expectNotAuthorized(0, former[i]);
            vm.prank(former[i]);
            registry.setAgentURI(0, "ipfs://stolen");
        }
    }

    /// @dev Each of the setters refuses everyone but the agent's side, also the owner of another agent.
    function test_attack_A25_theOwnerOfAnotherAgent() public {
        vm.startPrank(eve);
        _expectNotAuthorized(0, eve);
        registry.setAgentURI(0, "");
        _expectNotAuthorized(0, eve);
        registry.setMetadata(0, "key", "");
        _expectNotAuthorized(0, eve);
        registry.unsetAgentWallet(0);
        _expectNotAuthorized(0, eve);
        registry.setAgentWallet(0, _wallet.addr, _deadline, _signature);
    }

    function test_attack_walletReplay_atOnce() public {
        _accept(0);
        _expectReplayFails(0, _deadline);
    }

    function test_attack_walletReplay_afterUnset() public {
        _accept(0);
        vm.prank(alice);
        registry.unsetAgentWallet(0);
        vm.warp(START + 100);
        _expectReplayFails(0, _deadline);
        assertEq(registry.getAgentWallet(0), address(0));
    }

    function test_attack_walletReplay_afterATransferAwayAndBack() public {
        _accept(0);
        vm.prank(alice);
        registry.transferFrom(alice, eve, 0);
        vm.prank(eve);
        registry.transferFrom(eve, alice, 0);
        vm.warp(START + 200);
        _expectReplayFails(0, _deadline);
        assertEq(registry.getAgentWallet(0), address(0));
    }

    function test_attack_walletReplay_afterAnotherWallet() public {
        _accept(0);
        vm.warp(START + 10);
        Vm.Wallet memory other = vm.createWallet("other");
        _setWallet(other, 0, START + 310);
        _expectReplayFails(0, START + 310);
        assertEq(registry.getAgentWallet(0), other.addr);
    }

    /// @dev Signatures that were given but not used die with the first later one, and with their deadline.
    function test_attack_walletReplay_ofAnUnusedSignature() public {
        Vm.Wallet memory other = vm.createWallet("other");
        bytes memory unused = _sign(other, 0, _deadline - 1);
        _accept(0);
        vm.prank(alice);
        registry.unsetAgentWallet(0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004IdentityRegistry.IdentityWalletDeadlineNotLater.selector, _deadline - 1, _deadline
            )
        );
        vm.prank(alice);
        registry.setAgentWallet(0, other.addr, _deadline - 1, unused);
    }

    function test_attack_walletReplay_afterTheDeadline() public {
        vm.warp(_deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004IdentityRegistry.IdentityWalletDeadlineExpired.selector, _deadline, _deadline + 1
            )
        );
        vm.prank(alice);
        registry.setAgentWallet(0, _wallet.addr, _deadline, _signature);
    }

    /// @dev The consent given to one owner is worth nothing to the next.
    function test_attack_walletReplay_byTheNextOwner() public {
        vm.prank(alice);
        registry.transferFrom(alice, eve, 0);
        _expectInvalid(registry, eve, 0);
    }

    function test_attack_walletReplay_forAnotherAgent() public {
        vm.prank(alice);
        uint256 second = registry.register();
        _expectInvalid(registry, alice, second);
    }

    function test_attack_walletReplay_onAnotherRegistry() public {
        ERC8004IdentityRegistry other = new ERC8004IdentityRegistry();
        vm.prank(alice);
        other.register();
        _expectInvalid(other, alice, 0);
    }

    function test_attack_walletReplay_onAnotherChain() public {
        vm.chainId(block.chainid + 1);
        _expectInvalid(registry, alice, 0);
    }

    /// @dev The same for a contract wallet that confirms one and the same digest as often as it is asked.
    function test_attack_walletReplay_withAContractWallet() public {
        ContractWallet wallet = new ContractWallet();
        wallet.approve(_digest(0, address(wallet), _deadline), "signature");
        vm.startPrank(alice);
        registry.setAgentWallet(0, address(wallet), _deadline, "signature");
        registry.unsetAgentWallet(0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004IdentityRegistry.IdentityWalletDeadlineNotLater.selector, _deadline, _deadline
            )
        );
        registry.setAgentWallet(0, address(wallet), _deadline, "signature");
    }

    /// @dev Whatever happens in between, a signature that was accepted is never accepted again.
    function testFuzz_walletSignaturesWorkOnce(uint256 seed) public {
        _accept(0);
        for (uint256 i; i < 6; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            address owner = registry.ownerOf(0);
            vm.warp(block.timestamp + random % 40);
            vm.startPrank(owner);
            if (random >> 250 < 16) registry.unsetAgentWallet(0);
            else if (random >> 250 < 32) registry.transferFrom(owner, owner == alice ? eve : alice, 0);
            else registry.setAgentURI(0, vm.toString(random));
            vm.stopPrank();
            if (random >> 250 >= 40) {
                uint256 deadline = block.timestamp + 300;
                if (deadline > _deadline) {
                    _deadline = deadline;
                    _signature = _sign(_wallet, 0, deadline);
                    _accept(0);
                }
            }
            owner = registry.ownerOf(0);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IERC8004IdentityRegistry.IdentityWalletDeadlineNotLater.selector, _deadline, _deadline
                )
            );
            vm.prank(owner);
            registry.setAgentWallet(0, _wallet.addr, _deadline, _signature);
        }
    }

    function _accept(uint256 agentId) private {
        vm.prank(registry.ownerOf(agentId));
        registry.setAgentWallet(agentId, _wallet.addr, _deadline, _signature);
        assertEq(registry.getAgentWallet(agentId), _wallet.addr);
    }

    function _expectReplayFails(uint256 agentId, uint256 lastAccepted) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004IdentityRegistry.IdentityWalletDeadlineNotLater.selector, _deadline, lastAccepted
            )
        );
        vm.prank(alice);
        registry.setAgentWallet(agentId, _wallet.addr, _deadline, _signature);
    }

    function _expectInvalid(ERC8004IdentityRegistry target, address caller, uint256 agentId) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004IdentityRegistry.IdentityInvalidWalletSignature.selector, agentId, _wallet.addr
            )
        );
        vm.prank(caller);
        target.setAgentWallet(agentId, _wallet.addr, _deadline, _signature);
    }
}
