// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Vm} from "forge-std/Vm.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {IdentityBase} from "./Base.t.sol";

/// @dev Agent 0 belongs to alice, bob is approved for it, carol is alice's operator, eve is nobody. Agent 1 is eve's.
abstract contract AgentOfAlice is IdentityBase {
    function setUp() public virtual override {
        super.setUp();
        _register(alice, IPFS_URI);
        _register(eve, "https://eve.example");
        vm.startPrank(alice);
        registry.approve(bob, 0);
        registry.setApprovalForAll(carol, true);
        vm.stopPrank();
    }

    function _side() internal view returns (address[3] memory) {
        return [alice, bob, carol];
    }

    function _expectNonexistent(uint256 agentId) internal {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, agentId));
    }

    function _expectNotAuthorized(uint256 agentId, address account) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityNotAuthorized.selector, agentId, account)
        );
    }
}

contract SetAgentURITest is AgentOfAlice {
    function test_RevertWhen_theAgentDoesNotExist() public {
        _expectNonexistent(2);
        vm.prank(alice);
        registry.setAgentURI(2, "x");
    }

    function test_RevertWhen_theCallerIsNeitherOwnerNorOperatorNorApproved() public {
        _expectNotAuthorized(0, eve);
        vm.prank(eve);
        registry.setAgentURI(0, "x");
        // Being an operator of one owner, or approved for one agent, says nothing about another.
        _expectNotAuthorized(1, carol);
        vm.prank(carol);
        registry.setAgentURI(1, "x");
        _expectNotAuthorized(1, bob);
        vm.prank(bob);
        registry.setAgentURI(1, "x");
    }

    function test_RevertWhen_theURIIsLongerThanTheCodeOfOneContract() public {
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityURITooLong.selector, 24_582 + 1, 24_575 + 7)
        );
        vm.prank(alice);
        registry.setAgentURI(0, string(bytes.concat("ipfs://", _bytes(1, 24_576))));
    }

    function test_WhenTheCallerIsOwnerOperatorOrApproved() public {
        for (uint256 i; i < 3; ++i) {
            address caller = _side()[i];
            string memory uri = string.concat("https://new.example/", vm.toString(i));
            vm.recordLogs();
            vm.prank(caller);
            registry.setAgentURI(0, uri);
            _logMetadataUpdate(0);
            _logURIUpdated(0, uri, caller);
            _checkLogs();
            assertEq(registry.tokenURI(0), uri);
        }
        assertEq(registry.tokenURI(1), "https://eve.example");
    }

    function test_ItLeavesOwnerApprovalWalletAndMetadataAsTheyAre() public {
        vm.startPrank(alice);
        registry.setMetadata(0, "key", "value");
        for (uint256 state; state < 3; ++state) {
            address wallet = alice;
            if (state == 1) {
                registry.unsetAgentWallet(0);
                wallet = address(0);
            } else if (state == 2) {
                vm.stopPrank();
                Vm.Wallet memory account = vm.createWallet("wallet");
                _setWallet(account, 0, block.timestamp + 1);
                vm.startPrank(alice);
                wallet = account.addr;
            }
            for (uint256 length; length < 100; length += 11) {
                registry.setAgentURI(0, string(_bytes(state, length)));
                assertEq(registry.ownerOf(0), alice);
                assertEq(_transfers(0), 0);
                assertEq(registry.getApproved(0), bob);
                assertEq(registry.getAgentWallet(0), wallet);
                assertEq(registry.getMetadata(0, "key"), "value");
            }
        }
    }
}

contract SetMetadataTest is AgentOfAlice {
    function test_RevertWhen_theAgentDoesNotExist() public {
        _expectNonexistent(2);
        vm.prank(alice);
        registry.setMetadata(2, "key", "value");
    }

    function test_RevertWhen_theCallerIsNeitherOwnerNorOperatorNorApproved() public {
        _expectNotAuthorized(0, eve);
        vm.prank(eve);
        registry.setMetadata(0, "key", "value");
    }

    function test_RevertWhen_theKeyIsAgentWallet() public {
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityReservedMetadataKey.selector, WALLET_KEY)
        );
        vm.prank(alice);
        registry.setMetadata(0, WALLET_KEY, abi.encodePacked(alice));
    }

    function test_RevertWhen_theValueIsTooLong() public {
        vm.expectRevert(abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityMetadataTooLong.selector, 8193, 8192));
        vm.prank(alice);
        registry.setMetadata(0, "key", _bytes(1, 8193));
        vm.prank(alice);
        registry.setMetadata(0, "key", _bytes(1, 8192));
        assertEq(registry.getMetadata(0, "key"), _bytes(1, 8192));
    }

    function test_WhenTheCallerIsOwnerOperatorOrApproved() public {
        for (uint256 i; i < 3; ++i) {
            bytes memory value = _bytes(i, 20 + 20 * i);
            vm.recordLogs();
            vm.prank(_side()[i]);
            registry.setMetadata(0, "key", value);
            _logMetadataSet(0, "key", value);
            _checkLogs();
            assertEq(registry.getMetadata(0, "key"), value);
        }
        assertEq(registry.getMetadata(0, "Key"), "");
        assertEq(registry.getMetadata(1, "key"), "");
        assertEq(registry.getMetadata(77, "key"), "");
    }

    function test_WhenTheKeyMerelyResemblesAgentWallet() public {
        string[6] memory keys = ["", "agentwallet", "agentWalle", "agentWallet ", "agentWallet\x00", "\x00agentWallet"];
        for (uint256 i; i < keys.length; ++i) {
            vm.prank(alice);
            registry.setMetadata(0, keys[i], bytes(keys[i]));
            assertEq(registry.getMetadata(0, keys[i]), bytes(keys[i]));
        }
        assertEq(registry.getAgentWallet(0), alice);
    }

    /// @dev The key is compared by its bytes, not by what happens to follow it in the calldata.
    function test_WhenBytesFollowTheKeyInTheCalldata() public {
        bytes memory call = bytes.concat(
            registry.setMetadata.selector,
            abi.encode(0, 96, 160, 10),
            "agentWalletagentWalletagentWalle",
            abi.encode(3, bytes32("abc"))
        );
        vm.prank(alice);
        (bool ok,) = address(registry).call(call);
        assertTrue(ok);
        assertEq(registry.getMetadata(0, "agentWalle"), "abc");
        assertEq(registry.getAgentWallet(0), alice);
    }

    function testFuzz_replacesTheValue(string calldata key, bytes calldata first, bytes calldata second) public {
        vm.assume(keccak256(bytes(key)) != keccak256(bytes(WALLET_KEY)));
        vm.startPrank(alice);
        registry.setMetadata(0, key, first);
        assertEq(registry.getMetadata(0, key), first);
        registry.setMetadata(0, key, second);
        assertEq(registry.getMetadata(0, key), second);
        assertEq(registry.getMetadata(1, key), "");
        assertEq(registry.getAgentWallet(0), alice);
        assertEq(registry.tokenURI(0), IPFS_URI);
    }
}

contract UnsetAgentWalletTest is AgentOfAlice {
    function test_RevertWhen_theAgentDoesNotExist() public {
        _expectNonexistent(2);
        vm.prank(alice);
        registry.unsetAgentWallet(2);
    }

    function test_RevertWhen_theCallerIsNeitherOwnerNorOperatorNorApproved() public {
        _expectNotAuthorized(0, eve);
        vm.prank(eve);
        registry.unsetAgentWallet(0);
    }

    function test_WhenTheCallerIsOwnerOperatorOrApproved() public {
        for (uint256 i; i < 3; ++i) {
            uint256 before = vm.snapshotState();
            _unset(_side()[i]);
            vm.revertToState(before);
        }
    }

    function test_WhenTheWalletWasSetExplicitly() public {
        _setWallet(vm.createWallet("wallet"), 0, block.timestamp + 300);
        _unset(alice);
    }

    function test_WhenTheWalletWasClearedBefore() public {
        _unset(alice);
        _unset(alice);
    }

    function _unset(address caller) private {
        vm.recordLogs();
        vm.prank(caller);
        registry.unsetAgentWallet(0);
        _logWallet(0, address(0));
        _checkLogs();
        assertEq(registry.getAgentWallet(0), address(0));
        assertEq(registry.getMetadata(0, WALLET_KEY), "");
        assertEq(registry.tokenURI(0), IPFS_URI);
        assertEq(registry.getApproved(0), bob);
        assertEq(registry.ownerOf(0), alice);
        assertEq(registry.getAgentWallet(1), eve);
    }
}
