#include "raytracer/accel/bvh_build.h"

#include <algorithm>
#include <utility>

#include "raytracer/accel/bvh_collapse.h"
#include "raytracer/accel/bvh_reinsert.h"
#include "raytracer/accel/bvh_split.h"
#include "raytracer/parallel/parallel_for.h"

namespace raypool {

namespace {

/// Sizes, not numbers of threads, decide how the work is cut, so that the tree does not depend on them.
constexpr uint32_t kSubtree = 1U << 12;
constexpr uint32_t kMaxRefs = (1U << 28) - 1;
/// See kFewLarge.
constexpr float kLargeTraversalCost = 0.5F;

/// What is below some node: nodes and blocks count from 0, and are moved to where they belong at the end.
struct Subtree {
    uint32_t root = child::kEmpty;
    std::vector<Node4> nodes;
    std::vector<BvhBlock> blocks;
    uint32_t firstNode = 0, firstBlock = 0;
};

/// From ranges to pairs, and from pairs to nodes.
class Builder {
public:
    Builder(UnsetVector<BuildRef>& refs, const BvhOptions& options, ThreadPool* pool, const Splitter& splitter)
        : refs_(refs.data()), options_(options), pool_(pool), splitter_(splitter) {}

    static Pair pairOf(const Range& range) {
        Pair pair;
        pair.box = range.box, pair.area = range.area;
        pair.begin = range.begin, pair.end = range.end;
        pair.isFewLarge = range.isFewLarge;
        return pair;
    }

    /// Appends the binary tree over `range`, down to single blocks, its root first, with what it costs as part of a wider one.
    uint32_t grow(const Range& range, UnsetVector<Pair>& pairs) const {
        const auto index = static_cast<uint32_t>(pairs.size());
        pairs.push_back(pairOf(range));
        const float asLeaf = costAsLeaf(pairs[index]);
        Range left, right;
        if (!splitter_.split(range, left, right)) {
            std::fill_n(pairs[index].cost, 3, asLeaf);
            return index;
        }
        const uint32_t l = grow(left, pairs), r = grow(right, pairs);
        Pair& pair = pairs[index];
        pair.left = l, pair.right = r;
        setCosts(pair, pairs[l], pairs[r], asLeaf, costOfNode(pair));
        return index;
    }

    float costAsLeaf(const Pair& pair) const {
        const uint32_t count = pair.end - pair.begin;
        return count <= options_.blockSize * options_.maxBlocks ? blocksOf(count, options_.blockSize) * pair.area : kInfinity;
    }
    float costOfNode(const Pair& pair) const { return pair.isFewLarge ? kLargeTraversalCost : options_.traversalCost; }

    /// Moves subtrees to where they cost least, and puts pairs and refs into the order in which they were: first the pairs with
    /// many refs, whose number it returns, and refs below a pair side by side.
    uint32_t improve(UnsetVector<Pair>& pairs, UnsetVector<BuildRef>& refs) {
        // Where the first pass finds little, as on a scan, others would find no more.
        constexpr float kLeast = 0.01F;
        reinsertSubtrees(pairs, options_.reinsertions, kLeast, pool_);
        UnsetVector<BuildRef> orderedRefs;
        orderedRefs.reserve(refs.size());
        const auto orderRefs = [&](const auto& self, uint32_t index) -> void {
            Pair& pair = pairs[index];
            const auto begin = static_cast<uint32_t>(orderedRefs.size());
            if (pair.left == pair.right) {
                orderedRefs.insert(orderedRefs.end(), refs.begin() + pair.begin, refs.begin() + pair.end);
            } else {
                self(self, pair.left);
                self(self, pair.right);
            }
            pair.begin = begin, pair.end = static_cast<uint32_t>(orderedRefs.size());
        };
        orderRefs(orderRefs, 0);
        refs = std::move(orderedRefs);
        refs_ = refs.data();

        UnsetVector<Pair> ordered;
        ordered.reserve(pairs.size());
        const auto subtree = [&](const auto& self, uint32_t index) -> uint32_t {
            const auto at = static_cast<uint32_t>(ordered.size());
            ordered.push_back(pairs[index]);
            const float asLeaf = costAsLeaf(pairs[index]);
            if (pairs[index].left == pairs[index].right) {
                ordered[at].left = ordered[at].right = 0;
                std::fill_n(ordered[at].cost, 3, asLeaf);
                return at;
            }
            const uint32_t l = self(self, pairs[index].left), r = self(self, pairs[index].right);
            Pair& pair = ordered[at];
            pair.left = l, pair.right = r;
            setCosts(pair, ordered[l], ordered[r], asLeaf, costOfNode(pair));
            return at;
        };
        struct Place {
            uint32_t index, parent;
            bool isRight;
        };
        std::vector<Place> top{{0, 0, false}}, small;
        const auto attach = [&](const Place& place, uint32_t at) {
            if (at != 0) (place.isRight ? ordered[place.parent].right : ordered[place.parent].left) = at;
        };
        for (size_t i = 0; i < top.size(); ++i) {
            const Place place = top[i];
            const Pair& pair = pairs[place.index];
            if (pair.end - pair.begin <= kSubtree) {
                small.push_back(place);
                continue;
            }
            const auto at = static_cast<uint32_t>(ordered.size());
            ordered.push_back(pair);
            attach(place, at);
            top.push_back({pair.left, at, false});
            top.push_back({pair.right, at, true});
        }
        const auto topCount = static_cast<uint32_t>(ordered.size());
        for (const Place& place : small) attach(place, subtree(subtree, place.index));
        pairs = std::move(ordered);
        return topCount;
    }

    uint32_t emit(const UnsetVector<Pair>& pairs, uint32_t root, Subtree& tree) const {
        if (pairs[root].isLeaf) return leaf(pairs[root], tree);
        uint32_t children[4];
        const uint32_t count = childrenOf(pairs, root, children);
        const auto index = static_cast<uint32_t>(tree.nodes.size());
        tree.nodes.push_back(makeNode(pairs, children, count));
        for (uint32_t i = 0; i < count; ++i) {
            const uint32_t code = emit(pairs, children[i], tree);
            tree.nodes[index].child[i] = code;
        }
        return index;
    }

private:
    uint32_t leaf(const Pair& range, Subtree& tree) const {
        const auto first = static_cast<uint32_t>(tree.blocks.size());
        // Subtrees that were moved may have brought copies of one triangle together.
        uint32_t end = options_.reinsertions > 0 ? range.begin : range.end;
        for (uint32_t i = end; i < range.end; ++i) {
            const auto isSame = [&](const BuildRef& r) { return r.tag == refs_[i].tag; };
            if (std::none_of(refs_ + range.begin, refs_ + end, isSame)) refs_[end++] = refs_[i];
        }
        for (uint32_t i = range.begin; i < end; i += options_.blockSize) {
            tree.blocks.push_back({i, std::min(options_.blockSize, end - i)});
        }
        return child::leaf(first, static_cast<uint32_t>(tree.blocks.size()) - first);
    }

    BuildRef* refs_;
    BvhOptions options_;
    ThreadPool* pool_;
    const Splitter& splitter_;
};

}  // namespace

size_t mostRefs(size_t count, const BvhOptions& options) {
    return std::min(count + static_cast<size_t>(static_cast<double>(count) * double{options.copies}), size_t{kMaxRefs});
}

Bvh buildBvh(UnsetVector<BuildRef>& refs, const BvhOptions& options, ThreadPool* pool, const ClippedTriangles* triangles) {
    Bvh out;
    if (refs.empty()) return out;
    const auto count = static_cast<uint32_t>(refs.size());
    if (triangles != nullptr) refs.resize(mostRefs(count, options));
    Splitter splitter(refs, options, pool, triangles);
    Builder builder(refs, options, pool, splitter);

    // The top of the binary tree, level by level, until what is below is small: then each part is one piece of work.
    struct Open {
        Range range, left, right;
        uint32_t parent = 0;      // the pair that it is the left or right child of
        bool isRight = false, isSplit = false;
    };
    UnsetVector<Pair> pairs;
    std::vector<Open> level(1), small;
    level[0].range = splitter.whole(count, static_cast<uint32_t>(refs.size()));
    while (!level.empty()) {
        std::vector<Open> large;
        for (Open& open : level) (open.range.count() <= kSubtree ? small : large).push_back(open);
        parallelFor(pool, static_cast<uint32_t>(large.size()),
                    [&](uint32_t i) { large[i].isSplit = splitter.split(large[i].range, large[i].left, large[i].right); });
        level.clear();
        for (const Open& open : large) {
            // More than fit into a leaf, so it has been split.
            const auto index = static_cast<uint32_t>(pairs.size());
            pairs.push_back(Builder::pairOf(open.range));
            if (index != 0) (open.isRight ? pairs[open.parent].right : pairs[open.parent].left) = index;
            level.push_back({open.left, {}, {}, index, false, false});
            level.push_back({open.right, {}, {}, index, true, false});
        }
    }
    auto topCount = static_cast<uint32_t>(pairs.size());
    const auto smallCount = static_cast<uint32_t>(small.size());
    std::vector<UnsetVector<Pair>> grown(smallCount);
    parallelFor(pool, smallCount, [&](uint32_t i) {
        grown[i].reserve(small[i].range.count() / options.blockSize);
        builder.grow(small[i].range, grown[i]);
    });
    std::vector<uint32_t> offset(smallCount + 1, topCount);
    for (uint32_t i = 0; i < smallCount; ++i) {
        offset[i + 1] = offset[i] + static_cast<uint32_t>(grown[i].size());
        if (topCount != 0) (small[i].isRight ? pairs[small[i].parent].right : pairs[small[i].parent].left) = offset[i];
    }
    pairs.resize(offset.back());
    parallelFor(pool, smallCount, [&](uint32_t i) {
        for (Pair& pair : grown[i]) pair.left += offset[i], pair.right += offset[i];
        std::copy(grown[i].begin(), grown[i].end(), pairs.begin() + offset[i]);
        grown[i] = {};
    });
    if (options.reinsertions > 0) topCount = builder.improve(pairs, refs);
    for (uint32_t i = topCount; i-- > 0;) setCosts(pairs[i], pairs[pairs[i].left], pairs[pairs[i].right], kInfinity, options.traversalCost);

    // The same cut again: nodes of the top one by one, and each tree below them as a piece of work.
    struct Place {
        uint32_t node, slot;   // where the child's number goes; kEmpty: it is the root
    };
    std::vector<Node4> top;
    std::vector<std::pair<Subtree, Place>> subtrees;
    std::vector<std::pair<uint32_t, Place>> waiting{{0, {child::kEmpty, 0}}};
    while (!waiting.empty()) {
        const auto [pair, place] = waiting.back();
        waiting.pop_back();
        if (pair >= topCount) {
            subtrees.emplace_back();
            subtrees.back().first.root = pair;   // for now
            subtrees.back().second = place;
            continue;
        }
        const auto index = static_cast<uint32_t>(top.size());
        (place.node == child::kEmpty ? out.root : top[place.node].child[place.slot]) = index;
        uint32_t children[4];
        const uint32_t childCount = childrenOf(pairs, pair, children);
        top.push_back(makeNode(pairs, children, childCount));
        for (uint32_t i = 0; i < childCount; ++i) waiting.push_back({children[i], {index, i}});
    }
    parallelFor(pool, static_cast<uint32_t>(subtrees.size()), [&](uint32_t i) {
        Subtree& tree = subtrees[i].first;
        tree.root = builder.emit(pairs, tree.root, tree);
    });
    pairs = {};

    auto nodeCount = static_cast<uint32_t>(top.size());
    uint32_t blockCount = 0;
    for (auto& [tree, place] : subtrees) {
        tree.firstNode = nodeCount;
        tree.firstBlock = blockCount;
        nodeCount += static_cast<uint32_t>(tree.nodes.size());
        blockCount += static_cast<uint32_t>(tree.blocks.size());
        const uint32_t root = (tree.root & child::kLeaf) != 0 ? tree.root + (tree.firstBlock << 3) : tree.root + tree.firstNode;
        if (place.node == child::kEmpty) {
            out.root = root;
        } else {
            top[place.node].child[place.slot] = root;
        }
    }
    out.nodeCount = nodeCount;
    out.nodes = std::make_unique_for_overwrite<Node4[]>(nodeCount);
    out.blocks.resize(blockCount);
    std::copy(top.begin(), top.end(), out.nodes.get());
    parallelFor(pool, static_cast<uint32_t>(subtrees.size()), [&](uint32_t i) {
        Subtree& tree = subtrees[i].first;
        for (Node4& n : tree.nodes) {
            for (uint32_t& c : n.child) {
                if (c == child::kEmpty) continue;
                c += (c & child::kLeaf) != 0 ? tree.firstBlock << 3 : tree.firstNode;
            }
        }
        std::copy(tree.nodes.begin(), tree.nodes.end(), out.nodes.get() + tree.firstNode);
        std::copy(tree.blocks.begin(), tree.blocks.end(), out.blocks.data() + tree.firstBlock);
        tree.nodes = {};
        tree.blocks = {};
    });
    return out;
}

}  // namespace raypool
