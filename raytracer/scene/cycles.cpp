#include "raytracer/scene/cycles.h"

namespace raypool {

GraphOrder orderOf(const Graph& graph) {
    enum : uint8_t { kNew, kOpen, kDone };
    struct Step {
        uint32_t node;
        size_t next = 0;
    };
    GraphOrder out;
    std::vector<uint8_t> state(graph.size(), kNew);
    std::vector<Step> path;
    for (uint32_t start = 0; start < graph.size(); ++start) {
        if (state[start] != kNew) continue;
        state[start] = kOpen;
        path.push_back({start});
        while (!path.empty()) {
            Step& step = path.back();
            if (step.next == graph[step.node].size()) {
                state[step.node] = kDone;
                out.children.push_back(step.node);
                path.pop_back();
                continue;
            }
            const uint32_t child = graph[step.node][step.next++];
            if (state[child] == kOpen) {
                out.inCycle = child;
                return out;
            }
            if (state[child] == kNew) {
                state[child] = kOpen;
                path.push_back({child});
            }
        }
    }
    return out;
}

}  // namespace raypool
