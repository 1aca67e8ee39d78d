// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {AgentOfAlice} from "./setters.t.sol";

contract ViewsTest is AgentOfAlice {
    function test_namesAndLimits() public view {
        assertEq(registry.name(), "AgentIdentity");
        assertEq(registry.symbol(), "AGENT");
        assertEq(registry.MAX_BATCH(), 50);
        assertEq(registry.MAX_BATCH_URI_LENGTH(), 49_152);
        assertEq(registry.MAX_METADATA_ENTRIES(), 32);
        assertEq(registry.MAX_METADATA_LENGTH(), 8192);
        assertEq(registry.MAX_WALLET_DEADLINE_DELAY(), 300);
    }

    function test_eip712Domain() public view {
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        ) = registry.eip712Domain();
        assertEq(fields, hex"0f");
        assertEq(name, "ERC8004IdentityRegistry");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(verifyingContract, address(registry));
        assertEq(salt, 0);
        assertEq(extensions.length, 0);
    }

    function test_supportsInterface() public view {
        bytes4[7] memory supported = [
            type(IERC165).interfaceId,
            type(IERC721).interfaceId,
            type(IERC721Metadata).interfaceId,
            bytes4(0x49064906),
            type(IERC5267).interfaceId,
            type(IERC8004Identity).interfaceId,
            type(IERC8004IdentityRegistry).interfaceId
        ];
        for (uint256 i; i < supported.length; ++i) {
            assertTrue(registry.supportsInterface(supported[i]));
        }
        assertFalse(registry.supportsInterface(0xffffffff));
        assertFalse(registry.supportsInterface(0));
        assertFalse(registry.supportsInterface(0x780e9d63));
    }

    function testFuzz_supportsInterface_nothingElse(bytes4 id) public view {
        bool expected = id == 0x01ffc9a7 || id == 0x80ac58cd || id == 0x5b5e139f || id == 0x49064906
            || id == type(IERC5267).interfaceId || id == type(IERC8004Identity).interfaceId
            || id == type(IERC8004IdentityRegistry).interfaceId;
        assertEq(registry.supportsInterface(id), expected);
    }

    /// @dev A data URI whose text is a JSON object with a name (ERC-7572).
    function test_contractURI() public view {
        string memory uri = registry.contractURI();
        string memory start = "data:application/json;utf8,";
        bytes memory json = new bytes(bytes(uri).length - bytes(start).length);
        for (uint256 i; i < bytes(uri).length; ++i) {
            if (i < bytes(start).length) assertEq(bytes(uri)[i], bytes(start)[i]);
            else json[i - bytes(start).length] = bytes(uri)[i];
        }
        assertEq(vm.parseJsonString(string(json), ".name"), registry.name());
        assertEq(vm.parseJsonString(string(json), ".symbol"), registry.symbol());
        assertEq(vm.parseJsonString(string(json), ".description"), "Identities of AI agents (ERC-8004).");
    }

    function test_existsAndCount() public {
        assertEq(registry.agentCount(), 2);
        assertTrue(registry.exists(0));
        assertTrue(registry.exists(1));
        assertFalse(registry.exists(2));
        assertFalse(registry.exists(type(uint256).max));
        _register(bob, "");
        assertTrue(registry.exists(2));
        assertEq(registry.agentCount(), 3);
    }

    function test_isAuthorizedOrOwner() public {
        address[4] memory accounts = [alice, bob, carol, eve];
        for (uint256 i; i < 4; ++i) {
            assertEq(registry.isAuthorizedOrOwner(accounts[i], 0), accounts[i] != eve);
            assertEq(registry.isAuthorizedOrOwner(accounts[i], 1), accounts[i] == eve);
        }
        assertFalse(registry.isAuthorizedOrOwner(address(0), 0));
        assertFalse(registry.isAuthorizedOrOwner(address(0), 1));
        _expectNonexistent(2);
        registry.isAuthorizedOrOwner(alice, 2);
    }

    function testFuzz_unknownAgents(uint256 agentId, address account, string calldata key) public {
        agentId = bound(agentId, 2, type(uint256).max);
        assertFalse(registry.exists(agentId));
        assertEq(registry.getAgentWallet(agentId), address(0));
        assertEq(registry.getMetadata(agentId, key), "");
        assertEq(registry.getMetadata(agentId, WALLET_KEY), "");
        _expectNonexistent(agentId);
        registry.ownerOf(agentId);
        _expectNonexistent(agentId);
        registry.tokenURI(agentId);
        _expectNonexistent(agentId);
        registry.ownershipOf(agentId);
        _expectNonexistent(agentId);
        registry.getApproved(agentId);
        _expectNonexistent(agentId);
        registry.isAuthorizedOrOwner(account, agentId);
    }

    function test_RevertWhen_balanceOfTheZeroAddressIsAsked() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidOwner.selector, address(0)));
        registry.balanceOf(address(0));
    }

    /// @dev No function takes ether, so none can be lost here.
    function test_takesNoEther() public {
        vm.deal(alice, 1 ether);
        vm.startPrank(alice);
        bytes[6] memory calls = [
            bytes(""),
            abi.encodeWithSignature("register()"),
            abi.encodeCall(registry.approve, (bob, 0)),
            abi.encodeCall(registry.transferFrom, (alice, bob, 0)),
            abi.encodeCall(registry.unsetAgentWallet, (0)),
            abi.encodeCall(registry.registerFor, (bob, IPFS_URI))
        ];
        for (uint256 i; i < calls.length; ++i) {
            (bool ok,) = address(registry).call{value: 1}(calls[i]);
            assertFalse(ok);
        }
    }

    function test_codeSizeUnderTheLimit() public view {
        assertLt(address(registry).code.length, 24_576);
    }
}
