// From two children a node to four: which nodes of a binary tree are dropped is decided by dynamic programming, so that
// what remains costs least (Ylitie et al. 2017, "Efficient incoherent ray traversal on GPUs through compressed wide BVHs",
// 3.1); so are the subtrees that are better one leaf. Used by bvh_build.cpp alone.
#pragma once
#include <algorithm>
#include <cstdint>
#include <utility>

#include "raytracer/accel/bvh4.h"
#include "raytracer/accel/bvh_bins.h"
#include "raytracer/core/unset_vector.h"

namespace raypool {

/// A node of the binary tree.
struct Pair {
    Box box;
    float area = 0;
    uint32_t begin = 0, end = 0;    // of the refs
    uint32_t left = 0, right = 0;   // in the list of all; the same: there is none
    float cost[3] = {};             // as one child of a wider node, as up to two, as up to three
    uint8_t toLeft[4] = {};         // of 1 + i children so many go to the left; 0: i children are as good
    bool isLeaf = true;             // of the wide tree
    bool isFewLarge = false;        // see Range
};

/// Costs are areas times what a visit costs, where a block of a leaf costs 1. asLeaf: infinite where it is too large for one.
inline void setCosts(Pair& pair, const Pair& left, const Pair& right, float asLeaf, float traversalCost) {
    const auto cheapest = [&](uint32_t children, uint8_t& toLeft) {
        float best = left.cost[0] + right.cost[children - 2];
        toLeft = 1;   // also where areas overflow
        for (uint32_t i = 2; i < children; ++i) {
            const float cost = left.cost[i - 1] + right.cost[children - i - 1];
            if (cost < best) best = cost, toLeft = static_cast<uint8_t>(i);
        }
        return best;
    };
    const float asNode = traversalCost * pair.area + cheapest(4, pair.toLeft[3]);
    pair.isLeaf = asLeaf < kInfinity && asLeaf <= asNode;
    pair.cost[0] = pair.isLeaf ? asLeaf : asNode;
    for (uint32_t children = 2; children < 4; ++children) {
        const float cost = cheapest(children, pair.toLeft[children - 1]), fewer = pair.cost[children - 2];
        if (!(cost < fewer)) pair.toLeft[children - 1] = 0;
        pair.cost[children - 1] = std::min(cost, fewer);
    }
}

/// The subtrees that stand for pairs[index] where there is room for `room`.
inline void gatherChildren(const UnsetVector<Pair>& pairs, uint32_t index, uint32_t room, uint32_t* out, uint32_t& count) {
    const Pair& pair = pairs[index];
    while (room > 1 && pair.toLeft[room - 1] == 0) --room;
    if (room == 1) {
        out[count++] = index;
        return;
    }
    gatherChildren(pairs, pair.left, pair.toLeft[room - 1], out, count);
    gatherChildren(pairs, pair.right, room - pair.toLeft[room - 1], out, count);
}


/// The up to four children of the node that pairs[index] becomes.
inline uint32_t childrenOf(const UnsetVector<Pair>& pairs, uint32_t index, uint32_t* out) {
    const Pair& pair = pairs[index];
    uint32_t count = 0;
    gatherChildren(pairs, pair.left, pair.toLeft[3], out, count);
    gatherChildren(pairs, pair.right, 4U - pair.toLeft[3], out, count);
    return count;
}

/// Their boxes, and in which order to visit them.
inline Node4 makeNode(const UnsetVector<Pair>& pairs, const uint32_t* children, uint32_t count) {
    Node4 out{};
    alignas(16) float low[4], high[4];
    vec3 centre[4];
    for (uint32_t i = 0; i < 4; ++i) {
        const Box box = i < count ? pairs[children[i]].box : Box{};
        box.low.store(low);
        box.high.store(high);
        for (int a = 0; a < 3; ++a) out.planes[a][i] = low[a], out.planes[3 + a][i] = high[a];
        out.child[i] = child::kEmpty;
        centre[i] = i < count ? vec3(low[0] + high[0], low[1] + high[1], low[2] + high[2]) : vec3(0);
    }
    for (uint32_t octant = 0; octant < 8; ++octant) {
        float key[4];
        uint32_t order[4] = {0, 1, 2, 3};
        for (uint32_t i = 0; i < 4; ++i) {
            key[i] = ((octant & 1) != 0 ? -centre[i].x : centre[i].x) + ((octant & 2) != 0 ? -centre[i].y : centre[i].y) +
                     ((octant & 4) != 0 ? -centre[i].z : centre[i].z);
        }
        const auto sort = [&](uint32_t x, uint32_t y) {
            if (key[order[x]] < key[order[y]]) std::swap(order[x], order[y]);
        };
        sort(0, 1), sort(2, 3), sort(0, 2), sort(1, 3), sort(1, 2);
        uint32_t at[4];
        for (uint32_t i = 0; i < 4; ++i) at[order[i]] = i;
        for (uint32_t i = 0; i < 4; ++i) {
            for (uint32_t j = i + 1; j < 4; ++j) {
                if (at[i] > at[j]) out.pairs[octant] |= static_cast<uint8_t>(pairBit(i, j));
            }
        }
        out.order[octant] = static_cast<uint8_t>(order[0] | order[1] << 2 | order[2] << 4 | order[3] << 6);
    }
    return out;
}


}  // namespace raypool
