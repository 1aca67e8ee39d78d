// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IAttestationVerifier} from "../../../contracts/interfaces/IAttestationVerifier.sol";
import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {PublicKeys} from "../../../contracts/libraries/PublicKeys.sol";
import {TEEKeyRegistry} from "../../../contracts/TEEKeyRegistry.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";
import {
    AnsweringVerifier,
    BurningVerifier,
    ExactVerifier,
    FloodingVerifier,
    RevertingVerifier
} from "../mocks/teekeys/Verifiers.sol";
import {TEEKeysFixture} from "./TEEKeysFixture.sol";

contract TEEKeyProposeTest is TEEKeysFixture {
    function test_propose_opensAProposalWithEverythingItWasGiven() external {
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeyProposed(
            1, keyId, proposer, KeyType.Secp256k1, keyBytes, TEEKind.TDX, MEASUREMENT, URI, EVIDENCE_HASH, false, 100
        );
        vm.prank(proposer);
        uint256 id =
            registry.propose{value: STAKE}(KeyType.Secp256k1, keyBytes, TEEKind.TDX, MEASUREMENT, URI, EVIDENCE_HASH);
        assertEq(id, 1);
        assertEq(registry.getProposalCount(), 1);
        ITEEKeyRegistry.Proposal memory proposal = registry.getProposal(1);
        assertEq(proposal.keyId, keyId);
        assertEq(proposal.measurement, MEASUREMENT);
        assertEq(proposal.evidenceHash, EVIDENCE_HASH);
        assertEq(proposal.proposer, proposer);
        assertEq(proposal.totalWeight, 100);
        assertEq(proposal.weightFor, 0);
        assertEq(proposal.weightAgainst, 0);
        assertEq(proposal.createdAt, block.timestamp);
        assertTrue(proposal.status == ITEEKeyRegistry.ProposalStatus.Open);
        assertTrue(proposal.kind == TEEKind.TDX);
        assertTrue(proposal.keyType == KeyType.Secp256k1);
        assertFalse(proposal.evidenceVerified);
        assertEq(abi.encode(proposal.terms), abi.encode(_parameters()));
        assertEq(registry.getKey(keyId).openProposal, 1);
        assertFalse(registry.isTrusted(keyId));
        _assertFunds(STAKE, 0);
        assertEq(address(registry).balance, STAKE);
    }

    function test_propose_takesP256Keys() external {
        (uint256 x, uint256 y) = vm.publicKeyP256(7);
        bytes memory compressed = abi.encodePacked(bytes1(y % 2 == 0 ? 0x02 : 0x03), x);
        bytes32 id = registry.keyIdOf(KeyType.P256, compressed);
        assertEq(id, keccak256(abi.encode(KeyType.P256, x, y)));
        vm.prank(proposer);
        registry.propose{value: STAKE}(KeyType.P256, compressed, TEEKind.SEV, MEASUREMENT, URI, EVIDENCE_HASH);
        assertEq(registry.getKey(id).openProposal, 1);
        assertTrue(registry.getProposal(1).keyType == KeyType.P256);
        // The other spelling is the same key.
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyHasOpenProposal.selector, id, 1));
        vm.prank(proposer);
        registry.propose{value: STAKE}(
            KeyType.P256, abi.encodePacked(bytes1(0x04), x, y), TEEKind.SEV, MEASUREMENT, URI, EVIDENCE_HASH
        );
    }

    function test_propose_revertsWithTEEKeyWrongStake() external {
        for (uint256 i; i < 3; ++i) {
            uint256 sent = [uint256(0), STAKE - 1, STAKE + 1][i];
            vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyWrongStake.selector, sent, STAKE));
            vm.prank(proposer);
            registry.propose{value: sent}(KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH);
        }
    }

    function test_propose_revertsWithTEEKeyEvidenceMissing() external {
        string memory longest = string(new bytes(2048));
        _expectMissing(0, EVIDENCE_HASH, URI);
        _expectMissing(MEASUREMENT, 0, URI);
        _expectMissing(MEASUREMENT, EVIDENCE_HASH, "");
        _expectMissing(MEASUREMENT, EVIDENCE_HASH, string.concat(longest, "x"));
        vm.prank(proposer);
        registry.propose{value: STAKE}(KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, longest, EVIDENCE_HASH);
    }

    function _expectMissing(bytes32 measurement, bytes32 hash, string memory uri) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITEEKeyRegistry.TEEKeyEvidenceMissing.selector, measurement, hash, bytes(uri).length, 2048
            )
        );
        vm.prank(proposer);
        registry.propose{value: STAKE}(KeyType.Secp256k1, keyBytes, TEEKind.SGX, measurement, uri, hash);
    }

    function test_propose_revertsForAMalformedKey() external {
        vm.expectRevert(abi.encodeWithSelector(PublicKeys.PublicKeyLength.selector, KeyType.Secp256k1, 64));
        vm.prank(proposer);
        registry.propose{value: STAKE}(KeyType.Secp256k1, new bytes(64), TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH);
    }

    function test_propose_revertsWithTEEKeyNoVoters() external {
        TEEKeyRegistry empty = new TEEKeyRegistry(governance, guardian);
        registry = empty;
        // Set in the same second: not there yet.
        _setWeight(ann, 1);
        vm.expectRevert(ITEEKeyRegistry.TEEKeyNoVoters.selector);
        vm.prank(proposer);
        registry.propose{value: STAKE}(KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH);
        skip(1);
        assertEq(_propose(), 1);
        assertEq(registry.getProposal(1).totalWeight, 1);
    }

    function test_propose_revertsWithTEEKeyHasOpenProposal() external {
        _propose();
        vm.warp(_endOf(1) + 365 days);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyHasOpenProposal.selector, keyId, 1));
        vm.prank(stranger);
        registry.propose{value: STAKE}(KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH);
    }

    function test_propose_renewal_byProposerAndOwner() external {
        _approve();
        uint256 until = registry.getKey(keyId).trustedUntil;
        assertEq(_propose(), 2);
        assertTrue(registry.isTrusted(keyId));
        _vote(ann, 2, true);
        _vote(ben, 2, true);
        _settleAfterEnd(2);
        assertEq(registry.getKey(keyId).trustedUntil, until + 7 days);
        vm.deal(governance, STAKE);
        assertEq(_proposeAs(governance), 3);
    }

    function test_propose_renewal_revertsWithTEEKeyNotRenewer() external {
        _approve();
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNotRenewer.selector, keyId, stranger, proposer));
        vm.prank(stranger);
        registry.propose{value: STAKE}(KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH);

        vm.warp(registry.getKey(keyId).trustedUntil);
        assertEq(_proposeAs(stranger), 2);
    }

    function test_propose_revertsWithTEEKeyEvidenceRequired() external {
        address verifier = address(new ExactVerifier());
        _setVerifier(verifier);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyEvidenceRequired.selector, TEEKind.SGX, verifier));
        vm.prank(proposer);
        registry.propose{value: STAKE}(KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH);
        // Other kinds don't need it.
        vm.prank(proposer);
        registry.propose{value: STAKE}(KeyType.Secp256k1, keyBytes, TEEKind.TDX, MEASUREMENT, URI, EVIDENCE_HASH);
    }

    function test_proposeWithEvidence_revertsWithTEEKeyNoVerifier() external {
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNoVerifier.selector, TEEKind.SGX));
        _proposeWithEvidence("evidence");
    }

    function test_proposeWithEvidence_revertsWithTEEKeyWrongEvidence() external {
        _setVerifier(address(new FloodingVerifier()));
        vm.expectRevert(
            abi.encodeWithSelector(
                ITEEKeyRegistry.TEEKeyWrongEvidence.selector, keccak256("other"), EVIDENCE_HASH, 5, 32_768
            )
        );
        _proposeWithEvidence("other");

        bytes memory evidence = new bytes(32_769);
        bytes32 hash = keccak256(evidence);
        vm.expectRevert(
            abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyWrongEvidence.selector, hash, hash, 32_769, 32_768)
        );
        vm.prank(proposer);
        registry.proposeWithEvidence{value: STAKE}(
            KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, hash, evidence
        );
    }

    function test_proposeWithEvidence_whenTheVerifierSaysYesToTheseVeryArguments() external {
        ExactVerifier verifier = new ExactVerifier();
        _setVerifier(address(verifier));
        assertEq(registry.verifierOf(TEEKind.SGX), address(verifier));
        _expectRefused(address(verifier));
        verifier.accept(TEEKind.SGX, KeyType.Secp256k1, keyBytes, MEASUREMENT, "evidence");
        assertEq(_proposeWithEvidence("evidence"), 1);
        assertTrue(registry.getProposal(1).evidenceVerified);
    }

    function test_proposeWithEvidence_takesOnlyAWholeYes() external {
        bytes4 yes = IAttestationVerifier.verifyAttestation.selector;
        _setVerifier(address(new AnsweringVerifier(abi.encodePacked(yes))));
        _expectRefused(registry.verifierOf(TEEKind.SGX));
        _setVerifier(address(new AnsweringVerifier(abi.encode(true))));
        _expectRefused(registry.verifierOf(TEEKind.SGX));
        _setVerifier(address(new AnsweringVerifier("")));
        _expectRefused(registry.verifierOf(TEEKind.SGX));
        _setVerifier(address(new RevertingVerifier()));
        _expectRefused(registry.verifierOf(TEEKind.SGX));
        _setVerifier(address(new FloodingVerifier()));
        assertEq(_proposeWithEvidence("evidence"), 1);
    }

    function test_proposeWithEvidence_aBurningVerifierTakesABoundedSum() external {
        _setVerifier(address(new BurningVerifier()));
        assertEq(registry.VERIFIER_GAS(), 10_000_000);
        uint256 before = gasleft();
        _expectRefused(registry.verifierOf(TEEKind.SGX));
        assertLt(before - gasleft(), registry.VERIFIER_GAS() + 300_000);
    }

    function _expectRefused(address verifier) private {
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyEvidenceRefused.selector, TEEKind.SGX, verifier));
        _proposeWithEvidence("evidence");
    }

    function _proposeWithEvidence(bytes memory evidence) private returns (uint256) {
        vm.prank(proposer);
        return registry.proposeWithEvidence{value: STAKE}(
            KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH, evidence
        );
    }

    function _setVerifier(address verifier) private {
        vm.prank(governance);
        registry.setVerifier(TEEKind.SGX, verifier);
    }
}
