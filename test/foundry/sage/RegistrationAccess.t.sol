// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/interfaces/IERC721Receiver.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {SageRegistryV3} from "../../../contracts/SageRegistryV3.sol";
import {IdentityClient} from "../../../contracts/base/IdentityClient.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {RegistrationFixture} from "./RegistrationFixture.sol";

/// @dev Deployment, ownership, pause and the views that say what was fixed.
contract RegistrationAccessTest is RegistrationFixture {
    // Deployment

    /// @dev Forge makes `new` a cheatcode, and a revert that is expected of one ends the test; of a call it doesn't.
    function deploy(address identityRegistry, address p256, address ed25519, address owner) external {
        new SageRegistryV3(identityRegistry, NETWORK, p256, ed25519, owner, guardian);
    }

    function test_constructor_refusesAddressesWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(IdentityClient.InvalidIdentityRegistry.selector, eve));
        this.deploy(eve, p256Verifier, address(0), governance);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNoCode.selector, eve));
        this.deploy(address(identity), eve, address(0), governance);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNoCode.selector, address(0)));
        this.deploy(address(identity), address(0), address(0), governance);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNoCode.selector, eve));
        this.deploy(address(identity), p256Verifier, eve, governance);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        this.deploy(address(identity), p256Verifier, address(0), address(0));
    }

    function test_constructor_keepsWhatItIsGiven() public {
        vm.expectEmit();
        emit ISageRegistryV3.GuardianSet(guardian);
        registry = new SageRegistryV3(address(identity), "1", p256Verifier, p256Verifier, governance, guardian);
        assertEq(registry.guardian(), guardian);
        assertEq(registry.getIdentityRegistry(), address(identity));
        assertEq(registry.owner(), governance);
        assertEq(registry.didFor("a"), "did:sage:1:a");
        assertFalse(registry.isPaused());
        ISageRegistryV3.Parameters memory fixed_ = registry.getParameters();
        assertEq(fixed_.p256Verifier, p256Verifier);
        assertEq(fixed_.ed25519Verifier, p256Verifier);
        assertTrue(fixed_.tracksTransfers);
        assertEq(fixed_.minCommitmentAge, 60);
        assertEq(fixed_.maxCommitmentAge, 3600);
        assertEq(fixed_.maxAgentsPerOwner, 100);
        assertEq(fixed_.maxActiveKeys, 10);
        assertEq(fixed_.maxCardUriLength, 1024);
        assertEq(fixed_.hookGas, 50_000);
        assertEq(fixed_.erc1271Gas, 400_000);
    }

    function test_getParameters_overADeployedRegistry() public {
        address deployed = address(useDeployedIdentity());
        assertEq(registry.getIdentityRegistry(), deployed);
        assertFalse(registry.getParameters().tracksTransfers);
        assertEq(registry.getParameters().ed25519Verifier, address(0));
    }

    function testFuzz_supportsInterface(bytes4 id) public view {
        bool known = id == type(ISageRegistryV3).interfaceId || id == type(IERC721Receiver).interfaceId
            || id == type(IERC165).interfaceId;
        assertEq(registry.supportsInterface(id), known);
        assertTrue(registry.supportsInterface(type(ISageRegistryV3).interfaceId));
        assertTrue(registry.supportsInterface(type(IERC721Receiver).interfaceId));
        assertTrue(registry.supportsInterface(0x01ffc9a7));
        assertFalse(registry.supportsInterface(0xffffffff));
    }

    function test_didOf_refusesAnAgentWithoutDid() public {
        uint256 agentId = mintTo(alice);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentNotBound.selector, agentId));
        registry.didOf(agentId);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageAgentNotBound.selector, 77));
        registry.didOf(77);
    }

    // Tokens that nobody asked for

    function testFuzz_onERC721Received_refusesAllButAnAgentJustMinted(address sender, address operator, address from)
        public
    {
        vm.assume(sender != address(identity) || operator != address(registry) || from != address(0));
        vm.prank(sender);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageUnexpectedToken.selector, sender, 7));
        registry.onERC721Received(operator, from, 7, "");
    }

    function test_onERC721Received_eachConditionAlone() public {
        _expectRefusedToken(eve, address(registry), address(0));
        _expectRefusedToken(address(identity), eve, address(0));
        _expectRefusedToken(address(identity), address(registry), eve);
        vm.prank(address(identity));
        bytes4 answer = registry.onERC721Received(address(registry), address(0), 7, "");
        assertEq(answer, IERC721Receiver.onERC721Received.selector);
    }

    function test_onERC721Received_refusesAgentsSentOrMintedHere() public {
        uint256 agentId = mintTo(alice);
        vm.expectRevert(
            abi.encodeWithSelector(ISageRegistryV3.SageUnexpectedToken.selector, address(identity), agentId)
        );
        vm.prank(alice);
        identity.safeTransferFrom(alice, address(registry), agentId);
        vm.expectRevert(
            abi.encodeWithSelector(ISageRegistryV3.SageUnexpectedToken.selector, address(identity), agentId + 1)
        );
        vm.prank(alice);
        identity.registerFor(address(registry), "");
    }

    // Pause

    function test_pause_and_unpause() public {
        vm.startPrank(governance);
        vm.expectRevert(ISageRegistryV3.SageNotPaused.selector);
        registry.unpause();
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.Paused(governance);
        registry.pause();
        assertTrue(registry.isPaused());
        vm.expectRevert(ISageRegistryV3.SagePaused.selector);
        registry.pause();
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.Unpaused(governance);
        registry.unpause();
        assertFalse(registry.isPaused());
        vm.stopPrank();
    }

    function test_pause_byTheGuardian_endsByTheOwnerOnly() public {
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.Paused(guardian);
        vm.startPrank(guardian);
        registry.pause();
        assertTrue(registry.isPaused());
        vm.expectRevert(ISageRegistryV3.SagePaused.selector);
        registry.pause();
        bytes memory refused = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, guardian);
        vm.expectRevert(refused);
        registry.unpause();
        vm.expectRevert(refused);
        registry.setHook(address(0), false, false);
        vm.expectRevert(refused);
        registry.setGuardian(guardian);
        vm.stopPrank();
        vm.prank(governance);
        registry.unpause();
        assertFalse(registry.isPaused());
    }

    function test_setGuardian_replacesTheGuardian() public {
        vm.prank(governance);
        vm.expectEmit(address(registry));
        emit ISageRegistryV3.GuardianSet(bob);
        registry.setGuardian(bob);
        assertEq(registry.guardian(), bob);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNotGuardian.selector, guardian));
        registry.pause();
        vm.prank(bob);
        registry.pause();
    }

    /// @dev Nobody is guardian then, in particular not the zero address by mistake.
    function test_setGuardian_toNobody() public {
        vm.startPrank(governance);
        registry.setGuardian(address(0));
        assertEq(registry.guardian(), address(0));
        registry.pause();
        registry.unpause();
        vm.stopPrank();
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNotGuardian.selector, guardian));
        registry.pause();
    }

    function test_pause_stopsNothingElse() public {
        uint256 agentId = register(alice, "alice-1", list(secp256k1Key(1)));
        vm.prank(governance);
        registry.pause();
        addKey(agentId, secp256k1Key(2));
        bytes32 first = keyIdOf(secp256k1Key(1));
        ISageRegistryV3.KeyInput memory next = inputOf(secp256k1Key(3), didOf("alice-1"), alice, 2);
        vm.startPrank(alice);
        registry.rotateKey(agentId, first, next);
        registry.revokeKey(agentId, first, uint40(START));
        registry.setCard(agentId, "ipfs://card", 0);
        registry.deactivateAgent(agentId);
        registry.reactivateAgent(agentId);
        registry.recordOwnership(agentId);
        identity.transferFrom(alice, bob, agentId);
        vm.stopPrank();
        claim(agentId, bob, list(secp256k1Key(4)));
        assertTrue(registry.isKeyValid(agentId, keyIdOf(secp256k1Key(4))));
    }

    // Ownership

    function test_ownershipPassesInTwoSteps() public {
        vm.prank(governance);
        registry.transferOwnership(bob);
        assertEq(registry.owner(), governance);
        vm.prank(bob);
        registry.acceptOwnership();
        assertEq(registry.owner(), bob);
        vm.prank(bob);
        registry.pause();
    }

    function test_ownershipIsNotGivenUp() public {
        vm.prank(governance);
        vm.expectRevert(ISageRegistryV3.SageOwnerNeeded.selector);
        registry.renounceOwnership();
        assertEq(registry.owner(), governance);
    }

    function testFuzz_attack_A23_strangersCannotAdminister(address stranger) public {
        vm.assume(stranger != governance && stranger != guardian && stranger != address(0));
        uint256 agentId = register(alice, "alice-1", list(secp256k1Key(1)));
        bytes memory refused = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNotGuardian.selector, stranger));
        registry.pause();
        bytes[] memory calls = new bytes[](6);
        calls[0] = abi.encodeCall(ISageRegistryV3.setGuardian, (stranger));
        calls[1] = abi.encodeCall(ISageRegistryV3.unpause, ());
        calls[2] = abi.encodeCall(ISageRegistryV3.setHook, (address(registry), true, true));
        calls[3] = abi.encodeCall(Ownable.transferOwnership, (stranger));
        calls[4] = abi.encodeCall(Ownable.renounceOwnership, ());
        calls[5] = abi.encodeCall(Ownable2Step.acceptOwnership, ());
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(stranger);
            (bool success, bytes memory returned) = address(registry).call(calls[i]);
            assertFalse(success);
            assertEq(returned, refused);
        }
        assertEq(registry.owner(), governance);
        assertEq(registry.pendingOwner(), address(0));
        assertFalse(registry.isPaused());
        assertEq(registry.guardian(), guardian);
        (address hook,,) = registry.getHook();
        assertEq(hook, address(0));
        if (stranger != alice) _assertNotController(agentId, stranger);
    }

    /// @dev No switch lets the registry's owner, or the registry itself, do what only an agent's controller may.
    function test_attack_A45_ownerHasNoBypass() public {
        uint256 agentId = register(alice, "alice-1", list(secp256k1Key(1)));
        _assertNotController(agentId, governance);
        _assertNotController(agentId, address(registry));
        _assertNotController(agentId, address(identity));
        Plan memory plan = planOf(governance, "governance", 2);
        vm.expectRevert(unknown(governance, commitmentOf(plan)));
        reveal(plan);
        commitNow(governance, commitmentOf(plan));
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageRevealTooEarly.selector, commitmentOf(plan), 60));
        reveal(plan);
    }

    /// @dev Every function that changes an agent, by an account that doesn't control it.
    function _assertNotController(uint256 agentId, address account) private {
        ISageRegistryV3.KeyInput[] memory keys = inputsOf(list(secp256k1Key(7)), didOf("alice-1"), account, 1);
        bytes32 keyId = keyIdOf(secp256k1Key(1));
        bytes[] memory calls = new bytes[](7);
        calls[0] = abi.encodeCall(ISageRegistryV3.addKey, (agentId, keys[0]));
        calls[1] = abi.encodeCall(ISageRegistryV3.rotateKey, (agentId, keyId, keys[0]));
        calls[2] = abi.encodeCall(ISageRegistryV3.revokeKey, (agentId, keyId, 0));
        calls[3] = abi.encodeCall(ISageRegistryV3.claimAgent, (agentId, keys));
        calls[4] = abi.encodeCall(ISageRegistryV3.setCard, (agentId, "", 0));
        calls[5] = abi.encodeCall(ISageRegistryV3.deactivateAgent, (agentId));
        calls[6] = abi.encodeCall(ISageRegistryV3.reactivateAgent, (agentId));
        bytes memory refused = abi.encodeWithSelector(ISageRegistryV3.SageNotController.selector, agentId, account);
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(account);
            (bool success, bytes memory returned) = address(registry).call(calls[i]);
            assertFalse(success);
            assertEq(returned, refused);
        }
        assertTrue(registry.isKeyValid(agentId, keyId));
    }

    function _expectRefusedToken(address sender, address operator, address from) private {
        vm.prank(sender);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageUnexpectedToken.selector, sender, 7));
        registry.onERC721Received(operator, from, 7, "");
    }
}
