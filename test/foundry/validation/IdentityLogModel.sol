// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Vm} from "forge-std/Vm.sol";

/// @notice Who speaks for which agent, told from the ERC-721 logs of an identity registry alone.
contract IdentityLogModel {
    mapping(uint256 agentId => address owner) public ownerOf;
    mapping(uint256 agentId => address approved) public approvedFor;
    mapping(address owner => mapping(address operator => bool approved)) public isOperator;

    function read(Vm.Log calldata log) external {
        bytes32 topic = log.topics[0];
        if (topic == IERC721.Transfer.selector) {
            uint256 agentId = uint256(log.topics[3]);
            ownerOf[agentId] = _account(log.topics[2]);
            // A transfer takes the approval away without a log of its own.
            approvedFor[agentId] = address(0);
        } else if (topic == IERC721.Approval.selector) {
            approvedFor[uint256(log.topics[3])] = _account(log.topics[2]);
        } else if (topic == IERC721.ApprovalForAll.selector) {
            isOperator[_account(log.topics[1])][_account(log.topics[2])] = abi.decode(log.data, (bool));
        }
    }

    function isAgentSide(address account, uint256 agentId) external view returns (bool) {
        address owner = ownerOf[agentId];
        return account == owner || account == approvedFor[agentId] || isOperator[owner][account];
    }

    function _account(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }
}
