#include "raytracer/accel/bvh_reinsert.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "raytracer/core/hash.h"
#include "raytracer/testing/effort.h"

namespace raypool {
namespace {

using Tree = UnsetVector<Pair>;

Box boxAt(vec3 low, vec3 high) { return {F32x4(low.x, low.y, low.z, 0), F32x4(high.x, high.y, high.z, 0)}; }

Box randomBox(Pcg32& random) {
    const auto number = [&] { return random.nextFloat(); };
    const vec3 low(number() * 8, number() * 8, number() * 8);
    return boxAt(low, low + vec3(number(), number(), number()));
}

/// Halves of the leaves, again and again: a tree that knows nothing of where they are.
uint32_t balanced(const std::vector<Box>& leaves, uint32_t begin, uint32_t end, Tree& tree) {
    const auto index = static_cast<uint32_t>(tree.size());
    tree.push_back(Pair{});
    Box box = leaves[begin];
    uint32_t left = 0, right = 0;
    if (end - begin > 1) {
        const uint32_t middle = begin + (end - begin) / 2;
        left = balanced(leaves, begin, middle, tree);
        right = balanced(leaves, middle, end, tree);
        box = tree[left].box;
        box.add(tree[right].box);
    }
    Pair& pair = tree[index];
    pair.left = left, pair.right = right, pair.begin = begin, pair.end = begin + 1;
    pair.box = box, pair.area = halfArea(box);
    return index;
}
Tree balanced(const std::vector<Box>& leaves) {
    Tree tree;
    balanced(leaves, 0, static_cast<uint32_t>(leaves.size()), tree);
    return tree;
}

bool hasChildren(const Pair& pair) { return pair.left != pair.right; }

/// Of all boxes that are no leaf's, computed from the leaves; and which leaves there are, and how deep the deepest.
struct Seen {
    double area = 0;
    uint32_t deepest = 0;
    std::vector<uint32_t> leaves;
};
Box see(const Tree& tree, uint32_t index, uint32_t depth, Seen& seen) {
    const Pair& pair = tree[index];
    seen.deepest = std::max(seen.deepest, depth);
    if (!hasChildren(pair)) {
        seen.leaves.push_back(pair.begin);
        return pair.box;
    }
    Box box = see(tree, pair.left, depth + 1, seen);
    box.add(see(tree, pair.right, depth + 1, seen));
    seen.area += double{halfArea(box)};
    EXPECT_EQ(halfArea(box), pair.area);
    EXPECT_EQ(((box.low == pair.box.low) & (box.high == pair.box.high)).bits() & 7, 7);
    return box;
}
Seen see(const Tree& tree) {
    Seen seen;
    see(tree, 0, 0, seen);
    std::ranges::sort(seen.leaves);
    return seen;
}

/// The tree as it would be with `node` taken out and put back above `to`: by building it anew from nested lists.
double areaAfter(const Tree& tree, uint32_t node, uint32_t to) {
    double area = 0;
    const std::function<Box(uint32_t)> visit = [&](uint32_t index) -> Box {
        const Pair& pair = tree[index];
        Box box;
        if (!hasChildren(pair)) {
            box = pair.box;
        } else if (pair.left == node || pair.right == node) {
            box = visit(pair.left == node ? pair.right : pair.left);   // the parent is gone
        } else {
            box = visit(pair.left);
            box.add(visit(pair.right));
            area += double{halfArea(box)};
        }
        if (index == to) {
            box.add(tree[node].box);
            area += double{halfArea(box)};
        }
        return box;
    };
    visit(0);
    const std::function<void(uint32_t)> own = [&](uint32_t index) {
        if (!hasChildren(tree[index])) return;
        area += double{tree[index].area};
        own(tree[index].left), own(tree[index].right);
    };
    own(node);
    return area;
}

bool isBelow(const Tree& tree, uint32_t index, uint32_t above) {
    if (index == above) return true;
    return hasChildren(tree[above]) && (isBelow(tree, index, tree[above].left) || isBelow(tree, index, tree[above].right));
}

/// Nothing is lost, the tree costs less, and then no subtree has a better place: all places are tried.
TEST(BvhReinsert, UntilNoPlaceIsBetter) {
    Pcg32 random(7);
    for (int round = 0; round < testing::effort(60, 12); ++round) {
        std::vector<Box> leaves(2 + random.next() % 40);
        for (Box& box : leaves) box = randomBox(random);
        Tree tree = balanced(leaves);
        const Seen before = see(tree);
        reinsertSubtrees(tree, 1000, 0, nullptr);
        const Seen after = see(tree);
        ASSERT_EQ(after.leaves, before.leaves);
        ASSERT_LE(after.area, before.area);
        // Halves of boxes in no order are far from the best: a tenth is always to be had.
        if (leaves.size() > 10) {
            ASSERT_LT(after.area, 0.9 * before.area);
        }
        const auto count = static_cast<uint32_t>(tree.size());
        for (uint32_t node = 1; node < count; ++node) {
            if (tree[0].left == node || tree[0].right == node) continue;
            for (uint32_t to = 1; to < count; ++to) {
                const bool isParent = tree[to].left == node || tree[to].right == node;
                if (isParent || isBelow(tree, to, node) || isBelow(tree, node, to)) continue;
                // Gains below some roundings of areas in float are not told from losses.
                ASSERT_GE(areaAfter(tree, node, to), after.area * (1 - 1e-6)) << node << " above " << to;
            }
        }
    }
}

/// Each box in the next: the best tree would be one long path.
TEST(BvhReinsert, NoPathIsTooLong) {
    std::vector<Box> leaves;
    for (int i = 0; i < 120; ++i) {
        const float size = std::ldexp(1.0F, i - 60);
        leaves.push_back(boxAt(vec3(0), vec3(size)));
    }
    // In an order that no halves fit.
    Pcg32 random(3);
    for (size_t i = leaves.size(); i > 1; --i) std::swap(leaves[i - 1], leaves[random.next() % i]);
    Tree tree = balanced(leaves);
    const Seen before = see(tree);
    reinsertSubtrees(tree, 1000, 0, nullptr);
    const Seen after = see(tree);
    EXPECT_EQ(after.leaves, before.leaves);
    EXPECT_LE(after.deepest, kMaxDepth);
    // Up to that depth it is done.
    leaves.resize(40);
    tree = balanced(leaves);
    const double area = see(tree).area;
    reinsertSubtrees(tree, 1000, 0, nullptr);
    // In a path each box counts about twice; in a tree of halves as large as the largest below, on every level.
    EXPECT_LT(see(tree).area, 0.5 * area);
    EXPECT_GT(see(tree).deepest, 30U);
}

/// Of a few large ones nothing is moved, and nothing comes among them.
TEST(BvhReinsert, FewLargeStayAmongThemselves) {
    Pcg32 random(11);
    std::vector<Box> leaves(64);
    for (Box& box : leaves) box = randomBox(random);
    Tree tree = balanced(leaves);
    std::vector<uint32_t> large;
    const std::function<void(uint32_t)> mark = [&](uint32_t index) {
        tree[index].isFewLarge = true;
        large.push_back(index);
        if (hasChildren(tree[index])) mark(tree[index].left), mark(tree[index].right);
    };
    mark(tree[tree[0].left].right);
    std::vector<std::pair<uint32_t, uint32_t>> before;
    for (const uint32_t i : large) before.emplace_back(tree[i].left, tree[i].right);
    reinsertSubtrees(tree, 1000, 0, nullptr);
    for (size_t i = 0; i < large.size(); ++i) EXPECT_EQ(std::pair(tree[large[i]].left, tree[large[i]].right), before[i]);
}

TEST(BvhReinsert, AnyNumberOfThreads) {
    Pcg32 random(5);
    std::vector<Box> leaves(static_cast<size_t>(testing::effort(8000, 2000)));
    for (Box& box : leaves) box = randomBox(random);
    Tree alone = balanced(leaves), together = alone;
    reinsertSubtrees(alone, 4, 0, nullptr);
    ThreadPool pool;
    pool.resize(3);
    reinsertSubtrees(together, 4, 0, &pool);
    for (size_t i = 0; i < alone.size(); ++i) {
        ASSERT_EQ(alone[i].left, together[i].left);
        ASSERT_EQ(alone[i].right, together[i].right);
        ASSERT_EQ(alone[i].area, together[i].area);
    }
}

}  // namespace
}  // namespace raypool
