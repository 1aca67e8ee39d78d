// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyType} from "../../contracts/types/KeyType.sol";
import {Deployed, IIdentity, ISage} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states. ecrecover is taken to give any address for any signature.
contract SageKeyProofs is Deployed {
    address private constant OWNER = address(0xA11CE);
    address private constant GOVERNANCE = address(0x60F);
    address private constant GUARDIAN = address(0x64A4D);
    address private constant OTHER = address(0xB0B);
    string private constant IDENTIFIER = "an-agent-of-1";
    bytes32 private constant SALT = keccak256("salt");
    uint256 private constant BEGIN = 1_800_000_000;

    IIdentity private _identity;
    ISage private _registry;
    uint256 private _agentId;
    bytes32 private _keyId;
    bytes32 private _secondId;

    /// @dev One agent with the key of the private key 1, whose proof ecrecover is taken to confirm. Another agent of `OTHER`.
    function setUp() public {
        vm.warp(BEGIN - 1 hours);
        _identity = _identityRegistry();
        _registry = _sageRegistry(_identity, GOVERNANCE, GUARDIAN);
        _keyId = _registry.keyIdOf(KeyType.Secp256k1, _keys()[0].publicKey);
        _secondId = _registry.keyIdOf(KeyType.Secp256k1, _second().publicKey);
        vm.prank(OTHER);
        _identity.register();
        bytes32 commitment = _registry.registrationCommitment(OWNER, IDENTIFIER, _keys(), "", SALT);
        vm.prank(OWNER);
        _registry.commitRegistration(commitment);
        vm.warp(BEGIN);
        vm.prank(OWNER);
        _agentId = _registry.registerAgentWithReveal(IDENTIFIER, _keys(), "", SALT);
    }

    /// @dev P12, A25, A45: nobody but owner, operator and approved revokes a key, not even governance.
    function check_P12_A25_A45_onlyTheControllerRevokes(
        address caller,
        address operator,
        address approved,
        uint40 compromisedSince
    ) public {
        _appoint(operator, approved);
        bool revoked = _tryRevoke(caller, compromisedSince);
        assert(revoked == (_isSide(caller, operator, approved) && compromisedSince <= BEGIN));
        assert(_registry.isKeyValid(_agentId, _keyId) == !revoked);
    }

    /// @dev P12, A28: a revoked key verifies nothing from then on, whatever is signed and whatever happens to the agent.
    function check_P12_A28_aRevokedKeyNeverVerifies(
        uint40 compromisedSince,
        bytes32 digest,
        bytes32 r,
        bool moves,
        uint32 wait
    ) public {
        vm.assume(_tryRevoke(OWNER, compromisedSince));
        if (moves) {
            vm.prank(OWNER);
            _identity.transferFrom(OWNER, OTHER, _agentId);
            vm.prank(OTHER);
            _identity.transferFrom(OTHER, OWNER, _agentId);
        }
        vm.warp(BEGIN + uint256(wait));
        assert(!_registry.verifySignature(_agentId, _keyId, digest, _signature(r)));
        assert(!_registry.isKeyValid(_agentId, _keyId));
    }

    /// @dev P12b: valid at a moment means added before, not revoked by then, not compromised by then, and not in the future.
    function check_P12b_validityInTime(uint32 revokedAfter, uint40 compromisedSince, uint40 moment, uint32 wait)
        public
    {
        vm.warp(BEGIN + uint256(revokedAfter));
        vm.assume(_tryRevoke(OWNER, compromisedSince));
        vm.warp(BEGIN + uint256(revokedAfter) + wait);
        bool valid = moment >= BEGIN && moment < BEGIN + uint256(revokedAfter);
        if (compromisedSince != 0 && moment >= compromisedSince) valid = false;
        assert(_registry.isKeyValidAt(_agentId, _keyId, moment) == valid);
    }

    /// @dev P10, A46: from a transfer on no key of the former owner verifies, nor after the agent came back; and it was valid
    /// until then.
    function check_P10_A46_aTransferEndsTheKeys(
        address to,
        bool returns_,
        uint32 movedAfter,
        uint32 wait,
        uint40 moment,
        bytes32 digest,
        bytes32 r
    ) public {
        vm.assume(to != address(0));
        vm.warp(BEGIN + uint256(movedAfter));
        vm.prank(OWNER);
        _identity.transferFrom(OWNER, to, _agentId);
        if (returns_) {
            vm.prank(to);
            _identity.transferFrom(to, OWNER, _agentId);
        }
        vm.warp(BEGIN + uint256(movedAfter) + wait);
        assert(!_registry.verifySignature(_agentId, _keyId, digest, _signature(r)));
        assert(!_registry.isKeyValid(_agentId, _keyId));
        bool valid = moment >= BEGIN && moment < BEGIN + uint256(movedAfter);
        assert(_registry.isKeyValidAt(_agentId, _keyId, moment) == valid);
    }

    /// @dev P10: nobody changes keys of an agent that was transferred and not claimed anew, and the former owner nothing at all.
    function check_P10_nobodyChangesKeysBeforeTheClaim(address caller, address to, uint8 kind, bytes32 r) public {
        vm.assume(to != address(0));
        vm.prank(OWNER);
        _identity.transferFrom(OWNER, to, _agentId);
        assert(!_tryChange(caller, kind, r));
        vm.prank(OWNER);
        (bool claimed,) = address(_registry).call(abi.encodeCall(_registry.claimAgent, (_agentId, _keys())));
        assert(!claimed);
    }

    /// @dev P8, P11: who changes a key is on the agent's side, the nonce rises by one with each, and the active keys are counted.
    function check_P8_P11_everyChangeTakesANonce(address caller, address operator, uint8 kind, bytes32 r) public {
        _appoint(operator, address(0));
        ISageRegistryV3.AgentView memory before = _registry.getAgent(_agentId);
        bool changed = _tryChange(caller, kind, r);
        ISageRegistryV3.AgentView memory later = _registry.getAgent(_agentId);
        assert(later.nonce == before.nonce + (changed ? 1 : 0));
        if (changed) assert(_isSide(caller, operator, address(0)));
        uint256 active =
            (_registry.isKeyValid(_agentId, _keyId) ? 1 : 0) + (_registry.isKeyValid(_agentId, _secondId) ? 1 : 0);
        assert(later.activeKeys == active && later.epoch == before.epoch);
    }

    /// @dev P8: the same proof is not taken for a second key or a second time.
    function check_P8_aProofIsTakenOnce(bytes32 r, bool revokes) public {
        vm.assume(_tryChange(OWNER, 0, r));
        if (revokes) {
            vm.prank(OWNER);
            _registry.revokeKey(_agentId, _secondId, 0);
        }
        assert(!_tryChange(OWNER, 0, r));
    }

    /// @dev P5: a commitment is used up by its reveal, whenever it is tried again.
    function check_P5_aCommitmentIsConsumedOnce(uint32 wait) public {
        bytes32 commitment = _registry.registrationCommitment(OWNER, IDENTIFIER, _keys(), "", SALT);
        assert(_registry.committedAt(OWNER, commitment) == 0);
        vm.warp(BEGIN + uint256(wait));
        assert(!_tryReveal(OWNER, SALT));
    }

    /// @dev P6: nobody takes a DID that is an agent's, also not with a commitment of its own and in time.
    function check_P6_aDidBelongsToItsAgent(address caller, bytes32 salt, uint16 age) public {
        vm.assume(caller != address(0));
        bytes32 commitment = _registry.registrationCommitment(caller, IDENTIFIER, _keys(), "", salt);
        vm.prank(caller);
        _registry.commitRegistration(commitment);
        vm.warp(BEGIN + uint256(age));
        assert(!_tryReveal(caller, salt));
        assert(_registry.agentByDID("did:sage:testnet:an-agent-of-1") == _agentId);
    }

    /// @dev P6, A01: who binds an agent that exists is on its side and has committed.
    function check_P6_A01_noBindingWithoutCommitment(address caller, bytes32 salt) public {
        vm.prank(caller);
        (bool bound,) =
            address(_registry).call(abi.encodeCall(_registry.bindAgentWithReveal, (0, "another-agent", _keys(), salt)));
        assert(!bound);
    }

    /// @dev A26: nobody but the agent's side deactivates or reactivates.
    function check_A26_onlyTheControllerSwitchesAnAgent(address caller, address operator, address approved, bool active)
        public
    {
        if (!active) {
            vm.prank(OWNER);
            _registry.deactivateAgent(_agentId);
        }
        _appoint(operator, approved);
        vm.prank(caller);
        (bool done,) = address(_registry)
            .call(
                active
                    ? abi.encodeCall(_registry.deactivateAgent, (_agentId))
                    : abi.encodeCall(_registry.reactivateAgent, (_agentId))
            );
        assert(done == _isSide(caller, operator, approved));
        assert(_registry.getAgent(_agentId).isActive == (active != done));
        assert(_registry.isKeyValid(_agentId, _keyId) == (active != done));
    }

    /// @dev P46, A23: nobody but governance administers; the guardian only pauses; nobody gives the ownership up.
    function check_P46_A23_onlyGovernanceAdministersTheRegistry(address caller, uint8 kind, address account, bool flag)
        public
    {
        // Nobody sends from the zero address, which stands for the next owner when there is none.
        vm.assume(caller != GOVERNANCE && caller != address(0));
        bool isPause = kind == 0;
        bytes memory call = abi.encodeCall(_registry.renounceOwnership, ());
        if (isPause) call = abi.encodeCall(_registry.pause, ());
        if (kind == 1) call = abi.encodeCall(_registry.unpause, ());
        if (kind == 2) call = abi.encodeCall(_registry.setGuardian, (account));
        if (kind == 3) call = abi.encodeCall(_registry.setHook, (account, flag, !flag));
        if (kind == 4) call = abi.encodeCall(_registry.transferOwnership, (account));
        if (kind == 5) call = abi.encodeCall(_registry.acceptOwnership, ());
        vm.prank(caller);
        (bool done,) = address(_registry).call(call);
        assert(done == (isPause && caller == GUARDIAN));
        assert(_registry.owner() == GOVERNANCE && _registry.isPaused() == done);
    }

    /// @dev P3: a pause stops every reveal, and what was committed before its end is void.
    function check_P3_aPauseVoidsCommitments(uint16 pausedAfter, uint16 pausedFor, uint16 age, bool ends) public {
        bytes32 commitment = _registry.registrationCommitment(OTHER, "another-agent", _keys(), "", SALT);
        vm.prank(OTHER);
        _registry.commitRegistration(commitment);
        vm.warp(BEGIN + pausedAfter);
        vm.prank(GUARDIAN);
        _registry.pause();
        vm.warp(BEGIN + uint256(pausedAfter) + pausedFor);
        if (ends) {
            vm.prank(GOVERNANCE);
            _registry.unpause();
        }
        vm.warp(BEGIN + uint256(pausedAfter) + pausedFor + age);
        vm.prank(OTHER);
        (bool revealed,) = address(_registry)
            .call(abi.encodeCall(_registry.registerAgentWithReveal, ("another-agent", _keys(), "", SALT)));
        assert(!revealed);
    }

    /// @dev A30: the registry takes no token but one that it is registering itself.
    function check_A30_noTokenIsTaken(address caller, address operator, address from, uint256 tokenId) public {
        vm.assume(operator != address(_registry));
        vm.prank(caller);
        (bool taken,) =
            address(_registry).call(abi.encodeCall(_registry.onERC721Received, (operator, from, tokenId, "")));
        assert(!taken);
    }

    function _appoint(address operator, address approved) private {
        vm.startPrank(OWNER);
        _identity.setApprovalForAll(operator, true);
        _identity.approve(approved, _agentId);
        vm.stopPrank();
    }

    function _tryRevoke(address caller, uint40 compromisedSince) private returns (bool revoked) {
        vm.prank(caller);
        (revoked,) = address(_registry).call(abi.encodeCall(_registry.revokeKey, (_agentId, _keyId, compromisedSince)));
    }

    /// @dev 0 adds the second key, 1 replaces the first by it, anything else revokes the first.
    function _tryChange(address caller, uint8 kind, bytes32 r) private returns (bool changed) {
        ISageRegistryV3.KeyInput memory key = _second();
        key.proof = _signature(r);
        bytes memory call = abi.encodeCall(_registry.revokeKey, (_agentId, _keyId, 0));
        if (kind == 0) call = abi.encodeCall(_registry.addKey, (_agentId, key));
        if (kind == 1) call = abi.encodeCall(_registry.rotateKey, (_agentId, _keyId, key));
        vm.prank(caller);
        (changed,) = address(_registry).call(call);
    }

    function _tryReveal(address caller, bytes32 salt) private returns (bool revealed) {
        vm.prank(caller);
        (revealed,) =
            address(_registry).call(abi.encodeCall(_registry.registerAgentWithReveal, (IDENTIFIER, _keys(), "", salt)));
    }

    /// @dev Nobody is approved where the zero address is.
    function _isSide(address caller, address operator, address approved) private pure returns (bool) {
        return caller == OWNER || caller == operator || (caller == approved && approved != address(0));
    }

    /// @dev The generator of secp256k1.
    function _keys() private pure returns (ISageRegistryV3.KeyInput[] memory keys) {
        keys = new ISageRegistryV3.KeyInput[](1);
        keys[0] = _key(
            0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798,
            0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8
        );
    }

    /// @dev Twice the generator.
    function _second() private pure returns (ISageRegistryV3.KeyInput memory) {
        return _key(
            0xc6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5,
            0x1ae168fea63dc339a3c58419466ceaeef7f632653266d0e1236431a950cfe52a
        );
    }

    function _key(bytes32 x, bytes32 y) private pure returns (ISageRegistryV3.KeyInput memory) {
        return ISageRegistryV3.KeyInput(
            KeyType.Secp256k1, abi.encodePacked(bytes1(0x04), x, y), _signature(bytes32(uint256(1)))
        );
    }

    /// @dev A low `s`, so that ecrecover decides.
    function _signature(bytes32 r) private pure returns (bytes memory) {
        return abi.encodePacked(r, bytes32(uint256(1)), bytes1(0x1b));
    }
}
