// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ModelFixture} from "./ModelFixture.sol";
import {ReputationModel} from "./ReputationModel.sol";

/// @notice P18: every summary equals a naive loop over the live feedback, and pages joined equal the whole.
contract SummaryPropertiesTest is ModelFixture {
    ReputationModel private _model;

    function setUp() public override {
        super.setUp();
        _model = new ReputationModel();
    }

    function testFuzz_P18_SummariesAndPagesEqualTheNaiveLoop(uint256 seed) external {
        _seed(seed);
        _play(_model, 3 + _draw(10));
        address[] memory everybody = new address[](4);
        (everybody[0], everybody[1], everybody[2], everybody[3]) = (client, other, responder, client);
        _assertSameSummary(_model, agent, everybody, "", "");
        for (uint256 i; i < 3; ++i) {
            _assertSameSummary(_model, agent, _someClients(), _someTag(), _someTag());
            _assertSamePages(_model, agent, people[i], 1 + _draw(4), _someTag(), _someTag());
        }
    }

    function testFuzz_P18_ReadsEqualTheModel(uint256 seed) external {
        _seed(seed);
        _play(_model, 4 + _draw(8));
        _assertSameReads(_model, secondAgent);
        _assertSameReads(_model, agent);
        _assertSameList(_model, agent, _someClients(), _someTag(), _someTag(), _draw(2) == 0);
        _assertSameList(_model, agent, _someClients(), "", "", _draw(2) == 0);
    }

    /// @dev One to four of the people, of whom one may occur twice or have given nothing.
    function _someClients() private returns (address[] memory list) {
        list = new address[](1 + _draw(4));
        for (uint256 i; i < list.length; ++i) {
            list[i] = _draw(8) == 0 ? owner : people[_draw(3)];
        }
    }

    function _someTag() private returns (string memory) {
        uint256 which = _draw(14);
        if (which == 13) return "never used";
        return which < tags.length ? tags[which] : "";
    }
}
