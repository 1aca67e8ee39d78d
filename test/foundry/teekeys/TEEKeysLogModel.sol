// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm} from "forge-std/Vm.sol";
import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {IVoteWeights} from "../../../contracts/interfaces/IVoteWeights.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";

/// @notice The registry's state, told by its logs alone. Reads the logs of one second at a time, because a log's time is that of
/// its block.
contract TEEKeysLogModel {
    /// @dev The data of `TEEKeyProposed` without the bytes and the text, of which it holds the offsets.
    struct Words {
        KeyType keyType;
        uint256 publicKeyOffset;
        TEEKind kind;
        bytes32 measurement;
        uint256 evidenceURIOffset;
        bytes32 evidenceHash;
        bool evidenceVerified;
        uint256 totalWeight;
    }

    uint256 public count;
    uint256 public committed;
    uint256 public treasury;
    uint256 public totalWeight;
    address public guardian;

    mapping(address voter => uint256 weight) public weightOf;
    mapping(address account => uint256 amount) public owedTo;
    mapping(TEEKind kind => address verifier) public verifierOf;
    mapping(uint256 proposalId => mapping(address voter => ITEEKeyRegistry.Ballot ballot)) public ballotOf;
    mapping(uint256 proposalId => ITEEKeyRegistry.Proposal proposal) private _proposals;
    mapping(bytes32 keyId => ITEEKeyRegistry.Key key) private _keys;
    ITEEKeyRegistry.Parameters private _parameters;

    function proposal(uint256 proposalId) external view returns (ITEEKeyRegistry.Proposal memory) {
        return _proposals[proposalId];
    }

    function key(bytes32 keyId) external view returns (ITEEKeyRegistry.Key memory) {
        return _keys[keyId];
    }

    function parameters() external view returns (ITEEKeyRegistry.Parameters memory) {
        return _parameters;
    }

    function read(Vm.Log[] memory logs, address registry) external {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == registry) _read(logs[i]);
        }
    }

    function _read(Vm.Log memory log) private {
        bytes32 topic = log.topics[0];
        if (topic == ITEEKeyRegistry.TEEKeyProposed.selector) {
            _readProposed(log);
        } else if (topic == ITEEKeyRegistry.TEEKeyVoted.selector) {
            _readVoted(log);
        } else if (topic == ITEEKeyRegistry.TEEKeySettled.selector) {
            _readSettled(log);
        } else if (topic == ITEEKeyRegistry.TEEKeyRevoked.selector) {
            _readRevoked(log.topics[1]);
        } else if (topic == ITEEKeyRegistry.TEEKeyWithdrawn.selector) {
            _readWithdrawn(log);
        } else if (topic == ITEEKeyRegistry.TEEKeyTreasuryPaid.selector) {
            treasury -= abi.decode(log.data, (uint256));
        } else if (topic == ITEEKeyRegistry.TEEKeyGuardianSet.selector) {
            guardian = abi.decode(log.data, (address));
        } else if (topic == ITEEKeyRegistry.TEEKeyParametersSet.selector) {
            _parameters = abi.decode(log.data, (ITEEKeyRegistry.Parameters));
        } else if (topic == ITEEKeyRegistry.TEEKeyVerifierSet.selector) {
            (TEEKind kind, address verifier) = abi.decode(log.data, (TEEKind, address));
            verifierOf[kind] = verifier;
        } else if (topic == IVoteWeights.VoteWeightSet.selector) {
            (weightOf[_address(log.topics[1])], totalWeight) = abi.decode(log.data, (uint256, uint256));
        }
    }

    function _readProposed(Vm.Log memory log) private {
        ++count;
        ITEEKeyRegistry.Proposal storage made = _proposals[uint256(log.topics[1])];
        made.keyId = log.topics[2];
        made.proposer = _address(log.topics[3]);
        Words memory words = abi.decode(log.data, (Words));
        made.keyType = words.keyType;
        made.kind = words.kind;
        made.measurement = words.measurement;
        made.evidenceHash = words.evidenceHash;
        made.evidenceVerified = words.evidenceVerified;
        made.totalWeight = uint88(words.totalWeight);
        made.createdAt = uint40(block.timestamp);
        made.status = ITEEKeyRegistry.ProposalStatus.Open;
        made.terms = _parameters;
        _keys[made.keyId].openProposal = uint40(uint256(log.topics[1]));
        committed += _parameters.stake;
    }

    function _readVoted(Vm.Log memory log) private {
        (bool support, uint256 weight) = abi.decode(log.data, (bool, uint256));
        uint256 id = uint256(log.topics[1]);
        ballotOf[id][_address(log.topics[2])] = support ? ITEEKeyRegistry.Ballot.For : ITEEKeyRegistry.Ballot.Against;
        if (support) _proposals[id].weightFor += uint88(weight);
        else _proposals[id].weightAgainst += uint88(weight);
    }

    function _readSettled(Vm.Log memory log) private {
        (ITEEKeyRegistry.ProposalStatus status, uint256 refund, uint256 kept, uint256 until) =
            abi.decode(log.data, (ITEEKeyRegistry.ProposalStatus, uint256, uint256, uint256));
        uint256 id = uint256(log.topics[1]);
        ITEEKeyRegistry.Key storage held = _keys[log.topics[2]];
        _proposals[id].status = status;
        held.openProposal = 0;
        if (status == ITEEKeyRegistry.ProposalStatus.Rejected) held.decidedBy = uint40(id);
        if (status == ITEEKeyRegistry.ProposalStatus.Approved && id > held.voidUpTo) {
            held.decidedBy = uint40(id);
            held.revokedAt = 0;
        }
        held.trustedUntil = uint40(until);
        owedTo[_proposals[id].proposer] += refund;
        committed -= kept;
        treasury += kept;
    }

    function _readRevoked(bytes32 keyId) private {
        ITEEKeyRegistry.Key storage held = _keys[keyId];
        held.trustedUntil = 0;
        held.revokedAt = uint40(block.timestamp);
        held.voidUpTo = uint40(count);
    }

    function _readWithdrawn(Vm.Log memory log) private {
        uint256 amount = abi.decode(log.data, (uint256));
        owedTo[_address(log.topics[1])] -= amount;
        committed -= amount;
    }

    function _address(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }
}
