#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace raypool {

/// The nodes that each node refers to.
using Graph = std::vector<std::vector<uint32_t>>;

struct GraphOrder {
    std::optional<uint32_t> inCycle;   // a node that reaches itself; then `children` is not complete
    std::vector<uint32_t> children;    // all nodes, each behind those that it refers to
};

/// Iterative, so that the longest chain costs no stack. Linear.
GraphOrder orderOf(const Graph& graph);

}  // namespace raypool
